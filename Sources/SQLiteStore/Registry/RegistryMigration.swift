extension Migration {
  /// Runs, models, and every change of a stage. Rows come and stay: whatever would change or remove one is refused by the file
  /// itself, also where another program asks. Only a version's stage follows the last of its changes.
  static let registry = Migration(
    "registry",
    """
    CREATE TABLE training_run (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      started INTEGER NOT NULL,
      duration INTEGER NOT NULL CHECK (duration >= 0),
      status TEXT NOT NULL CHECK (status IN ('finished', 'failed', 'interrupted')),
      data_hash TEXT,
      rules_hash TEXT,
      baseline_hash TEXT,
      notes TEXT NOT NULL
    ) STRICT;
    CREATE TABLE run_parameter (
      run INTEGER NOT NULL REFERENCES training_run,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_metric (
      run INTEGER NOT NULL REFERENCES training_run,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      value REAL NOT NULL,
      low REAL,
      high REAL,
      PRIMARY KEY (run, position),
      CHECK ((low IS NULL) = (high IS NULL) AND (low IS NULL OR low <= high))
    ) STRICT, WITHOUT ROWID;
    -- Ten-thousandths of the currency's unit.
    CREATE TABLE run_amount (
      run INTEGER NOT NULL REFERENCES training_run,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      value INTEGER NOT NULL,
      low INTEGER,
      high INTEGER,
      currency TEXT NOT NULL,
      PRIMARY KEY (run, position),
      CHECK ((low IS NULL) = (high IS NULL) AND (low IS NULL OR low <= high))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_curve (
      run INTEGER NOT NULL REFERENCES training_run,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      across TEXT NOT NULL,
      up TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_curve_point (
      run INTEGER NOT NULL,
      curve INTEGER NOT NULL,
      position INTEGER NOT NULL,
      x REAL NOT NULL,
      y REAL NOT NULL,
      PRIMARY KEY (run, curve, position),
      FOREIGN KEY (run, curve) REFERENCES run_curve (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE model_version (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      run INTEGER NOT NULL REFERENCES training_run,
      registered INTEGER NOT NULL,
      stage TEXT NOT NULL CHECK (stage IN ('none', 'shadow', 'live', 'retired')),
      schema TEXT NOT NULL,
      hash TEXT NOT NULL,
      byte_count INTEGER NOT NULL CHECK (byte_count > 0),
      UNIQUE (name, version)
    ) STRICT;
    CREATE UNIQUE INDEX one_live_version ON model_version (name) WHERE stage = 'live';
    CREATE TABLE model_scheme (
      model INTEGER NOT NULL REFERENCES model_version,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (model, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE model_feature (
      model INTEGER NOT NULL REFERENCES model_version,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      PRIMARY KEY (model, position)
    ) STRICT, WITHOUT ROWID;
    -- Apart from the versions, so that lists do not read through it.
    CREATE TABLE model_artefact (
      model INTEGER PRIMARY KEY REFERENCES model_version,
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE TABLE stage_change (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      model INTEGER NOT NULL REFERENCES model_version,
      from_stage TEXT NOT NULL,
      to_stage TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('promote', 'rollback')),
      at INTEGER NOT NULL,
      who TEXT NOT NULL CHECK (who <> ''),
      why TEXT NOT NULL CHECK (why <> '')
    ) STRICT;
    CREATE INDEX stage_change_of_model ON stage_change (model, id);

    CREATE TRIGGER model_version_begins BEFORE INSERT ON model_version WHEN NEW.stage <> 'none' BEGIN
      SELECT RAISE(ABORT, 'a version begins without a stage');
    END;
    CREATE TRIGGER stage_change_follows BEFORE INSERT ON stage_change
    WHEN NEW.from_stage IS NOT (SELECT stage FROM model_version WHERE id = NEW.model) BEGIN
      SELECT RAISE(ABORT, 'a change begins at the stage that the version is in');
    END;
    CREATE TRIGGER stage_change_is_made AFTER INSERT ON stage_change BEGIN
      UPDATE model_version SET stage = NEW.to_stage WHERE id = NEW.model;
    END;
    CREATE TRIGGER model_version_stands BEFORE UPDATE ON model_version
    WHEN NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name OR NEW.version IS NOT OLD.version OR NEW.run IS NOT OLD.run
      OR NEW.registered IS NOT OLD.registered OR NEW.schema IS NOT OLD.schema OR NEW.hash IS NOT OLD.hash
      OR NEW.byte_count IS NOT OLD.byte_count
      OR NEW.stage IS NOT (SELECT to_stage FROM stage_change WHERE model = OLD.id ORDER BY id DESC LIMIT 1) BEGIN
      SELECT RAISE(ABORT, 'rows of model_version stay as they are');
    END;

    """ + kept.map { rowsStay($0.table, isUpdated: $0.table == "model_version", $0.keys) }.joined())

  /// Every table with what tells its rows apart.
  private static let kept: [(table: String, keys: [[String]])] = [
    ("training_run", [["id"]]), ("run_parameter", [["run", "position"]]), ("run_metric", [["run", "position"]]),
    ("run_amount", [["run", "position"]]), ("run_curve", [["run", "position"]]),
    ("run_curve_point", [["run", "curve", "position"]]), ("model_version", [["id"], ["name", "version"]]),
    ("model_scheme", [["model", "position"]]), ("model_feature", [["model", "position"]]), ("model_artefact", [["model"]]),
    ("stage_change", [["id"]]),
  ]

  /// Nothing is removed or changed. `INSERT OR REPLACE` removes without asking the first of the triggers, so another one looks
  /// for rows that are there already.
  static func rowsStay(_ table: String, isUpdated: Bool, _ keys: [[String]]) -> String {
    let isThere = keys.map { columns in
      "EXISTS (SELECT 1 FROM \(table) WHERE \(columns.map { "\($0) = NEW.\($0)" }.joined(separator: " AND ")))"
    }
    let update = """
      CREATE TRIGGER \(table)_stands BEFORE UPDATE ON \(table) BEGIN
        SELECT RAISE(ABORT, 'rows of \(table) stay as they are');
      END;

      """
    return """
      CREATE TRIGGER \(table)_stays BEFORE DELETE ON \(table) BEGIN
        SELECT RAISE(ABORT, 'rows of \(table) stay as they are');
      END;
      CREATE TRIGGER \(table)_comes_once BEFORE INSERT ON \(table) WHEN \(isThere.joined(separator: " OR ")) BEGIN
        SELECT RAISE(ABORT, 'rows of \(table) stay as they are');
      END;

      """ + (isUpdated ? "" : update)
  }
}
