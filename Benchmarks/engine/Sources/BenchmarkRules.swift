/// Rules of the kind that analysts write, as many as are wanted.
enum BenchmarkRules {
  static let schema = """
    schema orders {
      at       time
      rep      key
      customer key
      region   key
      pieces   integer
      list     money
      cost     money
      charged  money
    }
    """

  static let head = "package bench\nuse schema orders\n\nlet gap = list - charged\nlet rate = gap / list\n\n"

  /// Ten shapes, over and over with other thresholds.
  static func plain(_ count: Int) -> String {
    let shapes = [
      "rate > %d.5%", "gap > %d0.00 and rate > 5%", "charged < cost and list > %d00.00", "pieces > %d and rate > 2%",
      "region == \"R3\" and gap > %d.00", "charged > list + %d.00", "list > %d000.00 and pieces < 2",
      "rate in [%d%, 60%) and charged > 10.00", "cost * 2 > list and gap > %d.00", "not (rate < %d%) or charged == 0.00",
    ]
    return (0..<count).map { index in
      let condition = shapes[index % shapes.count].replacing("%d", with: String(index / shapes.count % 37 + 3))
      return "rule r\(index) { scheme bench when \(condition) votes fraud loss gap }\n"
    }.joined()
  }

  /// Eighteen features: count, mean and deviation over three lengths by two keys.
  static let windows = ["rep", "customer"].flatMap { key in
    [1, 7, 30].map { days in
      """
      feature \(key)_count_\(days) = count() by \(key) over \(days)d
      feature \(key)_avg_\(days) = avg(rate) by \(key) over \(days)d
      feature \(key)_dev_\(days) = stddev(rate) by \(key) over \(days)d

      """
    }
  }.joined()

  /// Rules that all read the same windows.
  static func reading(_ count: Int) -> String {
    (0..<count).map { index in
      "rule w\(index) { scheme bench when rate > rep_avg_30 + \(index % 40 + 1)% and rep_count_7 > \(index % 23) votes fraud }\n"
    }.joined()
  }
}
