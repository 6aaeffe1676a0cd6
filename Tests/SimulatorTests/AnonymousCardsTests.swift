import Simulator
import Testing

/// The anonymous layout has the shape that it stands in for.
@Suite struct AnonymousCardsTests {
  struct Payment {
    var second: Int
    var components: [Double]
    var amount: Double
    var isFraud: Bool
  }

  struct Drawn {
    var header: [Substring]
    var payments: [Payment]
    /// By row, counted from 1.
    var variants: [Int: String]
  }

  private func drawn(_ set: [String: String]) throws -> Drawn {
    var options = CardOptions()
    for (name, value) in set.merging(["layout": "anonymous"], uniquingKeysWith: { $1 }) { try options.set(name, value) }
    try options.check()
    nonisolated(unsafe) var files: [CardWriting.File: [UInt8]] = [:]
    var writing = CardWriting(options) { file, bytes in files[file, default: []] += bytes }
    try writing.run()
    #expect(Set(files.keys) == [.table, .truth])
    let lines = String(decoding: files[.table] ?? [], as: UTF8.self).split(separator: "\n")
    let payments = lines.dropFirst().map { line in
      let cells = line.split(separator: ",").map { Double($0) ?? .nan }
      return Payment(second: Int(cells[0]), components: Array(cells[1...28]), amount: cells[29], isFraud: cells[30] == 1)
    }
    var variants: [Int: String] = [:]
    for line in String(decoding: files[.truth] ?? [], as: UTF8.self).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let row = Int(cells[0]) ?? 0
      variants[row] = cells[4]
      #expect(cells[1] == "card-fraud" && Double(cells[2]) == payments[row - 1].amount && cells[3] == "")
    }
    return Drawn(header: lines.first?.split(separator: ",") ?? [], payments: payments, variants: variants)
  }

  @Test func paymentsHaveTheShapeOfTheClassicOnes() throws {
    let drawn = try drawn(["payments": "20000", "fraud-rate": "0.5%"])
    #expect(drawn.header.map(String.init) == ["Time"] + (1...28).map { "V\($0)" } + ["Amount", "Class"])
    let payments = drawn.payments
    #expect(payments.count == 20_000)
    #expect(payments.filter(\.isFraud).count == 100)
    #expect(Set(drawn.variants.keys) == Set(payments.indices.filter { payments[$0].isFraud }.map { $0 + 1 }))
    #expect(payments.first?.second == 0)
    #expect(zip(payments, payments.dropFirst()).allSatisfy { $0.second <= $1.second })
    #expect((160_000...172_800).contains(payments.last?.second ?? 0))
    let honest = payments.filter { !$0.isFraud }
    let count = Double(honest.count)
    let deviations = (0..<28).map { component in
      (honest.reduce(0) { $0 + $1.components[component] * $1.components[component] } / count).squareRoot()
    }
    #expect(zip(deviations, deviations.dropFirst()).allSatisfy { $0 > $1 })
    #expect(abs(deviations[0] - 2) < 0.1)
    for first in 0..<6 {
      #expect(abs(honest.reduce(0) { $0 + $1.components[first] } / count) < 0.07)
      for second in 0..<first {
        let product = honest.reduce(0) { $0 + $1.components[first] * $1.components[second] } / count
        #expect(abs(product / deviations[first] / deviations[second]) < 0.05)
      }
    }
    // Lognormal: half lies below 22, and the mean far above.
    let amounts = honest.map(\.amount).sorted()
    #expect((20...24).contains(amounts[amounts.count / 2]))
    #expect((65...120).contains(amounts.reduce(0, +) / count))
  }

  @Test func fraudsComeInClustersAndSomeHide() throws {
    let drawn = try drawn(["payments": "6000", "fraud-rate": "20%"])
    let kinds = Dictionary(grouping: drawn.variants.keys) { drawn.variants[$0] ?? "" }
    #expect(Set(kinds.keys) == ["cluster-1", "cluster-2", "cluster-3", "cluster-4", "hidden"])
    #expect(abs(Double(kinds["hidden"]?.count ?? 0) / 1_200 - 0.2) < 0.05)
    func deviation(_ component: Int) -> Double { (0..<component).reduce(2.0) { value, _ in value * 0.937 } }
    for (kind, rows) in kinds {
      let means = (0..<28).map { component in
        rows.reduce(0) { $0 + drawn.payments[$1 - 1].components[component] } / Double(rows.count)
      }
      // In deviations, which fall from 2 to a third.
      let shifted = means.enumerated().filter { abs($1) > deviation($0) }.count
      #expect(
        kind == "hidden" ? shifted == 0 : kind == "cluster-2" ? shifted == 3 : (5...7).contains(shifted), "\(kind): \(shifted)")
      // One kind lies beyond all that is honest, the others do not.
      let furthest = means.enumerated().map { abs($1) / deviation($0) }.max() ?? 0
      #expect(kind == "cluster-2" ? furthest > 5 : furthest < 4, "\(kind): \(furthest)")
    }
  }

  @Test func twoInAThousandAreFraudWithoutBeingAsked() throws {
    let options = CardOptions()
    #expect(options.payments == 284_807)
    #expect((Double(options.payments) * options.fraudRate).rounded() == 492)
  }

  /// Honest payments keep their numbers when there is more fraud.
  @Test func moreFraudChangesNoHonestPayment() throws {
    let (few, many) = (try drawn(["payments": "500", "fraud-rate": "1%"]), try drawn(["payments": "500", "fraud-rate": "10%"]))
    for (first, second) in zip(few.payments, many.payments) where !first.isFraud && !second.isFraud {
      #expect(first.second == second.second && first.components == second.components && first.amount == second.amount)
    }
    #expect(try drawn(["payments": "0500", "seed": "2"]).payments.first?.components != few.payments.first?.components)
  }
}
