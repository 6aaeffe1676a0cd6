import Foundation

/// Payments of which only numbers without names are told: a synthetic stand-in for the classic data set of that shape. Components are
/// uncorrelated and vary less and less; frauds come in clusters, one far off in few components, the others near the bulk in several, and some
/// are shifted in none.
struct AnonymousCards {
  struct Payment {
    /// Since the first payment.
    var second: Int
    var components: [Double]
    var cents: Int64
    /// Which kind of fraud; nil where the payment is honest.
    var variant: String?
  }

  static let components = 28
  private static let seconds = 2.0 * 86_400
  private static let clusterWeights = runningSums([5, 3, 2, 1])
  /// The median amount in each cluster: cards are tried with a coin first.
  private static let clusterAmounts = [1.0, 12, 100, 260]
  /// In how many components a cluster is shifted, and how many times as far as the nearest.
  private static let clusterWidths = [7, 3, 7, 7]
  private static let clusterReaches = [1.0, 3, 1, 1]
  private static let hiddenShare = 0.2
  /// Of honest payments, so many are odd, each in so many of its components: were it in all at once, nothing that hides in a few could be seen
  /// beside them.
  private static let oddShare = 0.03
  private static let oddComponents = 0.25
  private static let oddFactor = 3.0

  let options: CardOptions
  let frauds: Int
  private let deviations = (0..<AnonymousCards.components).map { 2 * pow(0.937, Double($0)) }
  /// By how many deviations a cluster is shifted in each component.
  private let shifts: [[Double]]
  /// Each payment's number and time, in the order of time.
  private let order: [(number: Int, time: Double)]

  init(_ options: CardOptions) {
    self.options = options
    frauds = Int((Double(options.payments) * options.fraudRate).rounded())
    shifts = AnonymousCards.clusterAmounts.indices.map { cluster in
      var random = Random(options.seed, .fraudClusters, cluster)
      var shift = [Double](repeating: 0, count: AnonymousCards.components)
      for component in random.different(AnonymousCards.clusterWidths[cluster], below: 18) {
        let reach = (2 + 2 * random.share()) * AnonymousCards.clusterReaches[cluster]
        shift[component] = reach * (random.happens(0.5) ? 1 : -1)
      }
      return shift
    }
    let times = (0..<options.payments).map { (number: $0, time: AnonymousCards.time($0, options.seed)) }
    order = times.sorted { ($0.time, $0.number) < ($1.time, $1.number) }
  }

  var count: Int { order.count }

  /// Fewer at night: a tenth at half past three of what there is in the afternoon.
  private static func time(_ number: Int, _ seed: UInt64) -> Double {
    var random = Random(seed, .anonymousTimes, number)
    while true {
      let time = random.share() * seconds
      let weight = 0.55 - 0.45 * cos(2 * .pi * (time / 86_400 - 3.5 / 24))
      if random.share() < weight { return time }
    }
  }

  /// - row: counted from 0, in the order of time.
  subscript(_ row: Int) -> Payment {
    let (number, time) = order[row]
    var random = Random(options.seed, .anonymousPayments, number)
    // Odd payments make the tails heavy; divided by their part, the variance stays what it was.
    let isOdd = random.happens(AnonymousCards.oddShare)
    let oddPart = AnonymousCards.oddShare * AnonymousCards.oddComponents
    let spread = (1 + oddPart * (AnonymousCards.oddFactor * AnonymousCards.oddFactor - 1)).squareRoot()
    var payment = Payment(
      second: Int(time - (order.first?.time ?? 0)),
      components: deviations.map { deviation in
        let factor = isOdd && random.happens(AnonymousCards.oddComponents) ? AnonymousCards.oddFactor : 1
        return deviation * random.normal() * factor / spread
      }, cents: AnonymousCards.cents(median: 22, 1.65, &random))
    if number < frauds { defraud(&payment, number) }
    return payment
  }

  private func defraud(_ payment: inout Payment, _ number: Int) {
    var random = Random(options.seed, .anonymousFrauds, number)
    guard !random.happens(AnonymousCards.hiddenShare) else {
      payment.variant = "hidden"
      return
    }
    let cluster = random.weighted(AnonymousCards.clusterWeights)
    let strength = 0.5 + 0.7 * random.share()
    for component in payment.components.indices {
      payment.components[component] += deviations[component] * shifts[cluster][component] * strength
    }
    payment.cents = AnonymousCards.cents(median: AnonymousCards.clusterAmounts[cluster], 1, &random)
    payment.variant = "cluster-\(cluster + 1)"
  }

  private static func cents(median: Double, _ spread: Double, _ random: inout Random) -> Int64 {
    Int64((median * 100 * exp(spread * random.normal())).rounded())
  }
}
