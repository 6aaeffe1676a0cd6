/// What looking at alerts comes to.
struct AlertFigures {
  static let names = ["precision of alerts", "recall of alerts", "money caught by alerts"]

  private let alerts: [Double]
  private let labels: [Double]
  private let money: [Double]?
  private let places: [Int]

  /// - alerts: how much of each row is looked at; none where it is not known who looks at what.
  /// - losses: of each row, in ten-thousandths; what is paid back is no loss.
  init(alerts: [Double], labels: [Double], losses: [Int64]?) {
    (self.alerts, self.labels) = (alerts, labels)
    money = losses.map { losses in losses.indices.map { labels[$0] * Double(max(0, losses[$0])) } }
    places = Array(alerts.indices)
  }

  /// In the order of the names; nil what is not defined, as the precision of no alert.
  ///
  /// - weights: how often each row counts.
  func values(_ weights: [Double]?) -> [Double?] {
    var (looked, frauds, found, lost, caught) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for row in places {
      let weight = weights.map { $0[row] } ?? 1
      looked += weight * alerts[row]
      frauds += weight * labels[row]
      found += weight * alerts[row] * labels[row]
      guard let money else { continue }
      lost += weight * money[row]
      caught += weight * alerts[row] * money[row]
    }
    return [looked > 0 ? found / looked : nil, frauds > 0 ? found / frauds : nil, lost > 0 ? caught / lost : nil]
  }
}
