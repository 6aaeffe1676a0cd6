extension StoreStep {
  /// The same tables as in a file of SQLite's, but for what the server has better: flags, and numbers from sequences. Texts are compared by
  /// their bytes. A text of any length is found by its hash, since an ordered index has no room for long ones.
  static let alertTables = """
    -- What decisions were made with; there are few, and millions of sightings that name them. Nothing is an empty text.
    CREATE TABLE decision_hashes (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      rules text COLLATE "C" NOT NULL,
      baseline text COLLATE "C" NOT NULL,
      model text COLLATE "C" NOT NULL,
      UNIQUE (rules, baseline, model)
    );
    -- Months since the year 0.
    CREATE TABLE alert_case (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      key text COLLATE "C" NOT NULL UNIQUE CHECK (length(key) = 32),
      scheme text COLLATE "C" NOT NULL,
      entity text COLLATE "C",
      period bigint
    );
    -- Numbers follow the order in which alerts were stored.
    CREATE SEQUENCE alert_number;
    CREATE TABLE alert (
      id bigint PRIMARY KEY,
      key text COLLATE "C" NOT NULL UNIQUE CHECK (length(key) = 32),
      source text COLLATE "C" NOT NULL,
      record text COLLATE "C" NOT NULL,
      scheme text COLLATE "C" NOT NULL,
      first_stored bigint NOT NULL,
      -- What follows is of the last sighting; loss in ten-thousandths of the currency's unit, rules with a space around each.
      sighting bigint,
      sightings bigint NOT NULL CHECK (sightings >= 0),
      case_id bigint NOT NULL REFERENCES alert_case,
      at bigint,
      entity text COLLATE "C",
      severity bigint NOT NULL CHECK (severity BETWEEN 0 AND 3),
      score double precision NOT NULL,
      rules text COLLATE "C" NOT NULL,
      loss bigint,
      currency text COLLATE "C" NOT NULL,
      -- What follows is of the last verdict.
      status text COLLATE "C" NOT NULL CHECK (status IN ('open', 'confirmed', 'dismissed'))
      -- A new alert's row is written again when its sighting comes: with room for that beside it, no index is touched.
    ) WITH (fillfactor = 60);
    CREATE INDEX alert_by_time ON alert (at NULLS FIRST, id);
    CREATE INDEX alert_by_status ON alert (status, at NULLS FIRST, id);
    CREATE INDEX alert_by_scheme ON alert (scheme, status, at NULLS FIRST, id);
    CREATE INDEX alert_by_severity ON alert (severity, status, at NULLS FIRST, id);
    CREATE INDEX alert_by_loss ON alert (status, loss NULLS FIRST, id);
    CREATE INDEX alert_of_case ON alert (case_id);
    CREATE INDEX alert_by_entity ON alert USING hash (entity);
    CREATE INDEX alert_by_record ON alert USING hash (record);
    CREATE TABLE sighting (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      key text COLLATE "C" NOT NULL UNIQUE CHECK (length(key) = 32),
      alert bigint NOT NULL REFERENCES alert,
      hashes bigint NOT NULL REFERENCES decision_hashes,
      case_id bigint NOT NULL REFERENCES alert_case,
      stored bigint NOT NULL,
      "row" bigint NOT NULL,
      at bigint,
      entity text COLLATE "C",
      severity bigint NOT NULL CHECK (severity BETWEEN 0 AND 3),
      score double precision NOT NULL,
      is_calibrated boolean NOT NULL,
      rules text COLLATE "C" NOT NULL,
      model double precision,
      loss bigint,
      currency text COLLATE "C" NOT NULL,
      reason text COLLATE "C" NOT NULL,
      evidence text COLLATE "C" NOT NULL
    );
    CREATE INDEX sighting_of_alert ON sighting (alert, id);
    CREATE TABLE alert_verdict (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      alert bigint NOT NULL REFERENCES alert,
      ruling text COLLATE "C" NOT NULL CHECK (ruling IN ('confirmed', 'dismissed')),
      at bigint NOT NULL,
      who text COLLATE "C" NOT NULL CHECK (who <> ''),
      why text COLLATE "C" NOT NULL CHECK (why <> '')
    );
    CREATE INDEX alert_verdict_of_alert ON alert_verdict (alert, id);
    CREATE TABLE alert_suppression (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      scheme text COLLATE "C",
      rule text COLLATE "C",
      entity text COLLATE "C",
      record text COLLATE "C",
      why text COLLATE "C" NOT NULL CHECK (why <> ''),
      who text COLLATE "C" NOT NULL CHECK (who <> ''),
      made bigint NOT NULL,
      until bigint NOT NULL CHECK (until > made),
      ended bigint,
      ended_by text COLLATE "C",
      ended_why text COLLATE "C",
      CHECK (coalesce(scheme, rule, entity, record) IS NOT NULL),
      CHECK ((ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (ended_why IS NULL))
    );
    CREATE TABLE checkpoint (
      name text COLLATE "C" NOT NULL CHECK (name <> ''),
      sequence bigint NOT NULL,
      stored bigint NOT NULL,
      checksum text COLLATE "C" NOT NULL,
      bytes bytea NOT NULL,
      PRIMARY KEY (name, sequence)
    );

    """
}
