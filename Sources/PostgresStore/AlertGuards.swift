extension StoreStep {
  /// What the tables refuse, also where another program asks. Rows come and stay: an alert's row follows the last of its sightings and of its
  /// verdicts, a suppression may be ended once, and of checkpoints the last two of a name are kept.
  ///
  /// Functions find the tables wherever the asking program's search path leads. They work on all rows of a statement at once, and go from
  /// each to what belongs to it: a plan that was made when the tables were small serves them still when they are large.
  static let alertGuards =
    function("refuse", "BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END")
    + [
      ("store_version", "UPDATE OR DELETE OR TRUNCATE"), ("decision_hashes", "UPDATE OR DELETE OR TRUNCATE"),
      ("alert_case", "UPDATE OR DELETE OR TRUNCATE"), ("alert", "DELETE OR TRUNCATE"),
      ("sighting", "UPDATE OR DELETE OR TRUNCATE"), ("alert_verdict", "UPDATE OR DELETE OR TRUNCATE"),
      ("alert_suppression", "DELETE OR TRUNCATE"), ("checkpoint", "UPDATE OR TRUNCATE"),
    ].map { table, events in
      """
      CREATE TRIGGER \(table)_stays BEFORE \(events) ON \(table)
        FOR EACH STATEMENT EXECUTE FUNCTION refuse('rows of \(table) stay as they are');

      """
    }.joined()
      + """
      CREATE TRIGGER alert_begins BEFORE INSERT ON alert FOR EACH ROW
        WHEN (NEW.status <> 'open' OR NEW.sightings <> 0 OR NEW.sighting IS NOT NULL)
        EXECUTE FUNCTION refuse('an alert begins open, and nothing was said of it');
      CREATE TRIGGER alert_suppression_stands BEFORE UPDATE ON alert_suppression FOR EACH ROW
        WHEN (OLD.ended IS NOT NULL OR NEW.ended IS NULL
          OR (NEW.id, NEW.scheme, NEW.rule, NEW.entity, NEW.record, NEW.why, NEW.who, NEW.made, NEW.until) IS DISTINCT FROM
            (OLD.id, OLD.scheme, OLD.rule, OLD.entity, OLD.record, OLD.why, OLD.who, OLD.made, OLD.until))
        EXECUTE FUNCTION refuse('a suppression may be ended once, and else stays as it is');

      """
    + function(
      "sighting_is_last",
      """
      BEGIN
        UPDATE alert AS a SET sighting = s.id, sightings = a.sightings + fresh.count, case_id = s.case_id, at = s.at,
          entity = s.entity, severity = s.severity, score = s.score, rules = s.rules, loss = s.loss, currency = s.currency
        FROM (SELECT alert, max(id) AS last, count(*) AS count FROM come GROUP BY alert) AS fresh
          JOIN sighting AS s ON s.id = fresh.last
        WHERE a.id = fresh.alert;
        RETURN NULL;
      END
      """)
      + """
      CREATE TRIGGER sighting_is_last AFTER INSERT ON sighting REFERENCING NEW TABLE AS come
        FOR EACH STATEMENT EXECUTE FUNCTION sighting_is_last();

      """
    + function(
      "alert_verdict_holds",
      """
      BEGIN
        UPDATE alert AS a SET status = v.ruling
        FROM (SELECT alert, max(id) AS last FROM come GROUP BY alert) AS fresh JOIN alert_verdict AS v ON v.id = fresh.last
        WHERE a.id = fresh.alert;
        RETURN NULL;
      END
      """)
      + """
      CREATE TRIGGER alert_verdict_holds AFTER INSERT ON alert_verdict REFERENCING NEW TABLE AS come
        FOR EACH STATEMENT EXECUTE FUNCTION alert_verdict_holds();

      """
    + function(
      "alert_follows",
      """
      BEGIN
        IF EXISTS (SELECT id, key, source, record, scheme, first_stored FROM came
            EXCEPT SELECT id, key, source, record, scheme, first_stored FROM went) THEN
          RAISE EXCEPTION 'rows of alert stay as they are';
        END IF;
        IF EXISTS (
          SELECT 1 FROM came AS a LEFT JOIN sighting AS s ON s.id = a.sighting
          WHERE s.id IS NULL OR s.alert <> a.id
            OR (s.case_id, s.at, s.entity, s.severity, s.score, s.rules, s.loss, s.currency) IS DISTINCT FROM
              (a.case_id, a.at, a.entity, a.severity, a.score, a.rules, a.loss, a.currency)
            OR a.sighting <> (SELECT max(id) FROM sighting WHERE alert = a.id)
            OR a.sightings <> (SELECT count(*) FROM sighting WHERE alert = a.id)) THEN
          RAISE EXCEPTION 'an alert follows the last of its sightings';
        END IF;
        IF EXISTS (
          SELECT 1 FROM came AS a
          WHERE a.status <> coalesce((SELECT ruling FROM alert_verdict WHERE alert = a.id ORDER BY id DESC LIMIT 1), 'open')) THEN
          RAISE EXCEPTION 'an alert follows the last of its verdicts';
        END IF;
        RETURN NULL;
      END
      """)
      + """
      CREATE TRIGGER alert_follows AFTER UPDATE ON alert REFERENCING OLD TABLE AS went NEW TABLE AS came
        FOR EACH STATEMENT EXECUTE FUNCTION alert_follows();

      """
    + function(
      "checkpoint_goes_on",
      """
      BEGIN
        IF NEW.sequence <= (SELECT max(sequence) FROM checkpoint WHERE name = NEW.name) THEN
          RAISE EXCEPTION 'a checkpoint is later than the one before it';
        END IF;
        RETURN NEW;
      END
      """)
      + """
      CREATE TRIGGER checkpoint_goes_on BEFORE INSERT ON checkpoint FOR EACH ROW EXECUTE FUNCTION checkpoint_goes_on();

      """
    + function(
      "checkpoint_is_kept",
      """
      BEGIN
        IF (SELECT count(*) FROM checkpoint WHERE name = OLD.name AND sequence > OLD.sequence) < 2 THEN
          RAISE EXCEPTION 'the last two checkpoints of a name are kept';
        END IF;
        RETURN OLD;
      END
      """)
      + """
      CREATE TRIGGER checkpoint_is_kept BEFORE DELETE ON checkpoint FOR EACH ROW EXECUTE FUNCTION checkpoint_is_kept();

      """

  private static func function(_ name: String, _ body: String) -> String {
    """
    CREATE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
      SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $body$
    \(body)
    $body$;

    """
  }
}
