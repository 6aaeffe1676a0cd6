extension Migration {
  /// Alerts, what was said of each, and what was decided. Rows come and stay: whatever would change or remove one is refused by the file
  /// itself, also where another program asks. An alert's row follows the last of its sightings and of its verdicts, a suppression may be
  /// ended once, and of checkpoints the last two of a name are kept.
  static let alerts = Migration(
    "alerts",
    """
    -- What decisions were made with; there are few, and millions of sightings that name them. Nothing is an empty text.
    CREATE TABLE decision_hashes (
      id INTEGER PRIMARY KEY,
      rules TEXT NOT NULL,
      baseline TEXT NOT NULL,
      model TEXT NOT NULL,
      UNIQUE (rules, baseline, model)
    ) STRICT;
    -- Months since the year 0.
    CREATE TABLE alert_case (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE CHECK (length(key) = 32),
      scheme TEXT NOT NULL,
      entity TEXT,
      period INTEGER
    ) STRICT;
    CREATE TABLE alert (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE CHECK (length(key) = 32),
      source TEXT NOT NULL,
      record TEXT NOT NULL,
      scheme TEXT NOT NULL,
      first_stored INTEGER NOT NULL,
      -- What follows is of the last sighting; loss in ten-thousandths of the currency's unit, rules with a space around each.
      sighting INTEGER,
      sightings INTEGER NOT NULL CHECK (sightings >= 0),
      case_id INTEGER NOT NULL REFERENCES alert_case,
      at INTEGER,
      entity TEXT,
      severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 3),
      score REAL NOT NULL,
      rules TEXT NOT NULL,
      loss INTEGER,
      currency TEXT NOT NULL,
      -- What follows is of the last verdict.
      status TEXT NOT NULL CHECK (status IN ('open', 'confirmed', 'dismissed'))
    ) STRICT;
    CREATE INDEX alert_by_time ON alert (at);
    CREATE INDEX alert_by_status ON alert (status, at);
    CREATE INDEX alert_by_scheme ON alert (scheme, status, at);
    CREATE INDEX alert_by_entity ON alert (entity, status, at);
    CREATE INDEX alert_by_severity ON alert (severity, status, at);
    CREATE INDEX alert_by_loss ON alert (status, loss);
    CREATE INDEX alert_of_case ON alert (case_id, status, currency, loss, at, severity);
    CREATE INDEX alert_by_record ON alert (record);
    CREATE TABLE sighting (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE CHECK (length(key) = 32),
      alert INTEGER NOT NULL REFERENCES alert,
      hashes INTEGER NOT NULL REFERENCES decision_hashes,
      case_id INTEGER NOT NULL REFERENCES alert_case,
      stored INTEGER NOT NULL,
      row INTEGER NOT NULL,
      at INTEGER,
      entity TEXT,
      severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 3),
      score REAL NOT NULL,
      is_calibrated INTEGER NOT NULL CHECK (is_calibrated IN (0, 1)),
      rules TEXT NOT NULL,
      model REAL,
      loss INTEGER,
      currency TEXT NOT NULL,
      reason TEXT NOT NULL,
      evidence TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sighting_of_alert ON sighting (alert);
    CREATE TABLE alert_verdict (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      alert INTEGER NOT NULL REFERENCES alert,
      ruling TEXT NOT NULL CHECK (ruling IN ('confirmed', 'dismissed')),
      at INTEGER NOT NULL,
      who TEXT NOT NULL CHECK (who <> ''),
      why TEXT NOT NULL CHECK (why <> '')
    ) STRICT;
    CREATE INDEX alert_verdict_of_alert ON alert_verdict (alert, id);
    CREATE TABLE alert_suppression (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      scheme TEXT,
      rule TEXT,
      entity TEXT,
      record TEXT,
      why TEXT NOT NULL CHECK (why <> ''),
      who TEXT NOT NULL CHECK (who <> ''),
      made INTEGER NOT NULL,
      until INTEGER NOT NULL CHECK (until > made),
      ended INTEGER,
      ended_by TEXT,
      ended_why TEXT,
      CHECK (coalesce(scheme, rule, entity, record) IS NOT NULL),
      CHECK ((ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (ended_why IS NULL))
    ) STRICT;
    CREATE TABLE checkpoint (
      name TEXT NOT NULL CHECK (name <> ''),
      sequence INTEGER NOT NULL,
      stored INTEGER NOT NULL,
      checksum TEXT NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (name, sequence)
    ) STRICT;

    CREATE TRIGGER alert_begins BEFORE INSERT ON alert
    WHEN NEW.status <> 'open' OR NEW.sightings <> 0 OR NEW.sighting IS NOT NULL BEGIN
      SELECT RAISE(ABORT, 'an alert begins open, and nothing was said of it');
    END;
    CREATE TRIGGER sighting_is_last AFTER INSERT ON sighting BEGIN
      UPDATE alert SET sighting = NEW.id, sightings = sightings + 1, case_id = NEW.case_id, at = NEW.at, entity = NEW.entity,
        severity = NEW.severity, score = NEW.score, rules = NEW.rules, loss = NEW.loss, currency = NEW.currency
      WHERE id = NEW.alert;
    END;
    CREATE TRIGGER alert_verdict_holds AFTER INSERT ON alert_verdict BEGIN
      UPDATE alert SET status = NEW.ruling WHERE id = NEW.alert;
    END;
    CREATE TRIGGER alert_stands BEFORE UPDATE ON alert
    WHEN NEW.id IS NOT OLD.id OR NEW.key IS NOT OLD.key OR NEW.source IS NOT OLD.source OR NEW.record IS NOT OLD.record
      OR NEW.scheme IS NOT OLD.scheme OR NEW.first_stored IS NOT OLD.first_stored BEGIN
      SELECT RAISE(ABORT, 'rows of alert stay as they are');
    END;
    CREATE TRIGGER alert_follows_its_sightings BEFORE UPDATE OF
      sighting, sightings, case_id, at, entity, severity, score, rules, loss, currency ON alert
    WHEN NEW.sightings <> (SELECT count(*) FROM sighting WHERE alert = OLD.id) OR NOT EXISTS (
      SELECT 1 FROM sighting AS s WHERE s.id = NEW.sighting
        AND s.id = (SELECT max(id) FROM sighting WHERE alert = OLD.id) AND s.case_id = NEW.case_id AND s.at IS NEW.at
        AND s.entity IS NEW.entity AND s.severity = NEW.severity AND s.score = NEW.score AND s.rules = NEW.rules
        AND s.loss IS NEW.loss AND s.currency = NEW.currency) BEGIN
      SELECT RAISE(ABORT, 'an alert follows the last of its sightings');
    END;
    CREATE TRIGGER alert_follows_its_verdicts BEFORE UPDATE OF status ON alert
    WHEN NEW.status IS NOT (SELECT ruling FROM alert_verdict WHERE alert = OLD.id ORDER BY id DESC LIMIT 1) BEGIN
      SELECT RAISE(ABORT, 'an alert follows the last of its verdicts');
    END;
    CREATE TRIGGER alert_suppression_stands BEFORE UPDATE ON alert_suppression
    WHEN OLD.ended IS NOT NULL OR NEW.ended IS NULL OR NEW.id IS NOT OLD.id OR NEW.scheme IS NOT OLD.scheme
      OR NEW.rule IS NOT OLD.rule OR NEW.entity IS NOT OLD.entity OR NEW.record IS NOT OLD.record OR NEW.why IS NOT OLD.why
      OR NEW.who IS NOT OLD.who OR NEW.made IS NOT OLD.made OR NEW.until IS NOT OLD.until BEGIN
      SELECT RAISE(ABORT, 'a suppression may be ended once, and else stays as it is');
    END;
    CREATE TRIGGER checkpoint_goes_on BEFORE INSERT ON checkpoint
    WHEN NEW.sequence <= (SELECT max(sequence) FROM checkpoint WHERE name = NEW.name) BEGIN
      SELECT RAISE(ABORT, 'a checkpoint is later than the one before it');
    END;
    CREATE TRIGGER checkpoint_is_kept BEFORE DELETE ON checkpoint
    WHEN (SELECT count(*) FROM checkpoint WHERE name = OLD.name AND sequence > OLD.sequence) < 2 BEGIN
      SELECT RAISE(ABORT, 'the last two checkpoints of a name are kept');
    END;

    """
      + [
        ("decision_hashes", true, [["id"], ["rules", "baseline", "model"]]), ("alert_case", true, [["id"], ["key"]]),
        ("alert", false, [["id"], ["key"]]), ("sighting", true, [["id"], ["key"]]), ("alert_verdict", true, [["id"]]),
        ("alert_suppression", false, [["id"]]),
      ].map { rowsStay($0.0, isUpdated: !$0.1, $0.2) }.joined()
        + """
        CREATE TRIGGER checkpoint_stands BEFORE UPDATE ON checkpoint BEGIN
          SELECT RAISE(ABORT, 'rows of checkpoint stay as they are');
        END;

        """)
}
