extension Migration {
  /// What moves the chances of a run's models, so that it can be read without the model and its rows.
  static let weights = Migration(
    "weights",
    """
    -- In logarithms of odds; the direction is in words.
    CREATE TABLE run_weight (
      run INTEGER NOT NULL REFERENCES training_run,
      position INTEGER NOT NULL,
      scheme TEXT NOT NULL,
      feature TEXT NOT NULL,
      weight REAL NOT NULL,
      direction TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    """ + rowsStay("run_weight", isUpdated: false, [["run", "position"]]))
}
