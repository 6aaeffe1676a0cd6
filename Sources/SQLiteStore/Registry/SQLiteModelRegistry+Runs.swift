import Learning
import Records

extension SQLiteModelRegistry {
  /// Within a transaction; answers with the run's id.
  func insert(_ run: TrainingRun, _ curves: [RunCurve]) throws(StoreError) -> Int {
    try database.run(
      """
      INSERT INTO training_run (name, started, duration, status, data_hash, rules_hash, baseline_hash, notes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(run.name), .integer(run.started.microseconds), .integer(run.durationMicroseconds), .text(run.status.rawValue),
      .optional(run.dataHash), .optional(run.rulesHash), .optional(run.baselineHash), .text(run.notes))
    let id = Int(database.lastRow)
    for (place, parameter) in run.parameters.enumerated() {
      try database.run(
        "INSERT INTO run_parameter VALUES (?, ?, ?, ?)", .integer(id), .integer(place), .text(parameter.name),
        .text(parameter.value))
    }
    for (place, metric) in run.metrics.enumerated() {
      try database.run(
        "INSERT INTO run_metric VALUES (?, ?, ?, ?, ?, ?)", .integer(id), .integer(place), .text(metric.name),
        .real(metric.value), .optional(metric.interval?.lowerBound), .optional(metric.interval?.upperBound))
    }
    for (place, amount) in run.amounts.enumerated() {
      try database.run(
        "INSERT INTO run_amount VALUES (?, ?, ?, ?, ?, ?, ?)", .integer(id), .integer(place), .text(amount.name),
        .integer(amount.value.tenThousandths), .optional(amount.interval?.lowerBound.tenThousandths),
        .optional(amount.interval?.upperBound.tenThousandths), .text(amount.currency.code))
    }
    for (place, weight) in run.weights.enumerated() {
      try database.run(
        "INSERT INTO run_weight VALUES (?, ?, ?, ?, ?, ?)", .integer(id), .integer(place), .text(weight.scheme),
        .text(weight.feature), .real(weight.weight), .text(weight.direction))
    }
    for (place, curve) in curves.enumerated() { try insert(curve, id, place) }
    return id
  }

  private func insert(_ curve: RunCurve, _ run: Int, _ place: Int) throws(StoreError) {
    try database.run(
      "INSERT INTO run_curve VALUES (?, ?, ?, ?, ?)", .integer(run), .integer(place), .text(curve.name), .text(curve.across),
      .text(curve.up))
    for (index, point) in curve.points.enumerated() {
      try database.run(
        "INSERT INTO run_curve_point VALUES (?, ?, ?, ?, ?)", .integer(run), .integer(place), .integer(index), .real(point.x),
        .real(point.y))
    }
  }

  /// - condition: on `training_run`.
  func runs(where condition: String, _ values: SQLValue...) throws(StoreError) -> [TrainingRun] {
    let sql = """
      SELECT id, name, started, duration, status, data_hash, rules_hash, baseline_hash, notes FROM training_run
      WHERE \(condition) ORDER BY id
      """
    var runs = try database.rows(sql, values) { row throws(StoreError) in
      guard let status = TrainingRun.Status(rawValue: try row.text(4)) else { throw row.damaged(4, "is no status") }
      var run = TrainingRun(
        name: try row.text(1), started: Instant(microseconds: try row.integer(2)), durationMicroseconds: try row.integer(3),
        status: status, dataHash: try row.optionalText(5), rulesHash: try row.optionalText(6),
        baselineHash: try row.optionalText(7), notes: try row.text(8))
      run.id = try row.int(0)
      return run
    }
    for index in runs.indices { try fill(&runs[index]) }
    return runs
  }

  private func fill(_ run: inout TrainingRun) throws(StoreError) {
    let id = SQLValue.integer(run.id ?? 0)
    run.parameters = try database.rows("SELECT name, value FROM run_parameter WHERE run = ? ORDER BY position", id) {
      row throws(StoreError) in RunParameter(try row.text(0), try row.text(1))
    }
    run.metrics = try database.rows("SELECT name, value, low, high FROM run_metric WHERE run = ? ORDER BY position", id) {
      row throws(StoreError) in
      RunMetric(try row.text(0), try row.real(1), interval: try interval(row, try row.optionalReal(2), try row.optionalReal(3)))
    }
    run.weights = try weights(id)
    run.amounts = try database.rows(
      "SELECT name, value, low, high, currency FROM run_amount WHERE run = ? ORDER BY position", id
    ) { row throws(StoreError) in
      guard let currency = Currency(try row.text(4)) else { throw row.damaged(4, "is no currency") }
      guard let value = try money(row, 1) else { throw row.damaged(1, "is no amount") }
      return RunAmount(
        try row.text(0), value, interval: try interval(row, try money(row, 2), try money(row, 3)), currency: currency)
    }
  }

  private func weights(_ run: SQLValue) throws(StoreError) -> [RunWeight] {
    try database.rows("SELECT scheme, feature, weight, direction FROM run_weight WHERE run = ? ORDER BY position", run) {
      row throws(StoreError) in
      RunWeight(scheme: try row.text(0), feature: try row.text(1), weight: try row.real(2), direction: try row.text(3))
    }
  }

  func curves(_ run: Int) throws(StoreError) -> [RunCurve] {
    let found = try database.rows(
      "SELECT position, name, across, up FROM run_curve WHERE run = ? ORDER BY position", .integer(run)
    ) { row throws(StoreError) in
      (try row.integer(0), RunCurve(try row.text(1), across: try row.text(2), up: try row.text(3), points: []))
    }
    var curves: [RunCurve] = []
    for (place, curve) in found {
      var curve = curve
      curve.points = try database.rows(
        "SELECT x, y FROM run_curve_point WHERE run = ? AND curve = ? ORDER BY position", .integer(run), .integer(place)
      ) { row throws(StoreError) in RunCurve.Point(try row.real(0), try row.real(1)) }
      curves.append(curve)
    }
    return curves
  }

  private func money(_ row: borrowing Row, _ column: Int32) throws(StoreError) -> Money? {
    guard let amount = try row.optionalInteger(column) else { return nil }
    guard let money = Money(tenThousandths: amount) else { throw row.damaged(column, "is no amount") }
    return money
  }

  private func interval<Bound>(_ row: borrowing Row, _ low: Bound?, _ high: Bound?) throws(StoreError) -> ClosedRange<Bound>? {
    guard let low, let high else { return nil }
    guard low <= high else { throw row.damaged(2, "is above the interval's end") }
    return low...high
  }
}
