import Evaluation
import Forest
import Foundation
import Learning
import Testing

/// What columns become, and that no row sees its own label.
@Suite struct FeatureEncodingTests {
  static func frame(_ columns: [FrameColumn], labels: [Double]? = nil, times: [Int64]? = nil) throws -> TrainingFrame {
    let count = columns.first?.count ?? 0
    return try TrainingFrame(columns: columns, times: times ?? (0..<count).map { Int64($0) }, labels: labels)
  }

  /// Rows of a key with so many values, drawn without regard to the labels.
  static func randomKeys(_ seed: UInt64, rows: Int, keys: Int) throws -> TrainingFrame {
    var random = SeededRandom(seed)
    return try frame(
      [FrameColumn("key", categories: (0..<rows).map { _ in "k\(Int.random(in: 0..<keys, using: &random))" })],
      labels: (0..<rows).map { _ in random.share() < 0.2 ? 1 : 0 })
  }

  @Test func numbersStayAndFrequentCategoriesGetANumberEach() throws {
    let regions = (0..<60).map { ["north", "south", nil][$0 % 3] }
    let frame = try Self.frame([
      FrameColumn("gap", numbers: (0..<60).map { $0 == 1 ? .nan : Double($0) / 2 }), FrameColumn("region", categories: regions),
    ])
    let (encoding, rows) = try FeatureEncoding.fit(frame)
    #expect(encoding.features.map(\.name) == ["gap", "region=north", "region=south"])
    #expect(encoding.features[2].column == "region" && encoding.features[2].category == "south")
    #expect(Array(rows.values[0..<3]) == [0, 1, 0] && rows.value(1, 0).isNaN && Array(rows.values[4..<6]) == [0, 1])
    #expect(rows.value(2, 1).isNaN && rows.value(2, 2).isNaN)
    // Nothing was taken from labels, so fitting and applying are one.
    let again = try encoding.rows(of: frame)
    #expect(zip(again.values, rows.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
  }

  @Test func unseenAndRareCategoriesAreMissing() throws {
    let seen = (0..<50).map { $0 < 3 ? "rare" : $0 % 2 == 0 ? "a" : "b" }
    let (encoding, rows) = try FeatureEncoding.fit(Self.frame([FrameColumn("kind", categories: seen)]))
    #expect(rows.features.map(\.name) == ["kind=a", "kind=b"] && rows.value(0, 0).isNaN)
    let later = try encoding.rows(of: Self.frame([FrameColumn("kind", categories: ["b", "never", "a"])]))
    #expect(Array(later.values[0..<2]) == [0, 1] && later.value(1, 0).isNaN && Array(later.values[4..<6]) == [1, 0])
  }

  @Test func manyCategoriesBecomeTheirSmoothedChance() throws {
    // Twenty categories of ten rows; only "c3" is ever fraud, in half of its rows.
    let keys = (0..<200).map { "c\($0 % 20)" }
    let labels = (0..<200).map { $0 % 40 == 3 ? 1.0 : 0 }
    let (encoding, _) = try FeatureEncoding.fit(Self.frame([FrameColumn("key", categories: keys)], labels: labels))
    let rows = try encoding.rows(of: Self.frame([FrameColumn("key", categories: ["c3", "c4", "new", nil])]))
    let prior = 5.0 / 200
    #expect(rows.value(0, 0) == Float((5 + 20 * prior) / 30) && rows.value(1, 0) == Float(20 * prior / 30))
    #expect(rows.value(2, 0).isNaN && rows.value(3, 0).isNaN)
  }

  @Test func aRowSeesOnlyLabelsThatWereKnownBeforeIt() throws {
    let keys = (0..<40).map { _ in "only" } + (0..<13).map { "k\($0)" }
    let times = (0..<53).map { Int64($0 / 2) * 10 }
    for delay in [Int64(0), 5, 40] {
      var options = FeatureEncoding.Options()
      options.labelDelay = delay
      let labels = (0..<53).map { $0 % 5 == 0 ? 1.0 : 0 }
      let (_, rows) = try FeatureEncoding.fit(
        Self.frame([FrameColumn("key", categories: keys)], labels: labels, times: times), options: options)
      for row in 0..<40 {
        // The plainest way: look at every row.
        let known = times.indices.filter { times[$0] < times[row] && times[$0] <= times[row] - delay }
        let own = known.filter { keys[$0] == keys[row] }
        guard !own.isEmpty else {
          #expect(rows.value(row, 0).isNaN)
          continue
        }
        let prior = known.map { labels[$0] }.reduce(0, +) / Double(known.count)
        let chance = (own.map { labels[$0] }.reduce(0, +) + 20 * prior) / (Double(own.count) + 20)
        #expect(abs(rows.value(row, 0) - Float(chance)) < 1e-6)
      }
    }
  }

  @Test func changingARowsLabelChangesNothingThatItSees() throws {
    let frame = try Self.randomKeys(4, rows: 300, keys: 40)
    let (_, before) = try FeatureEncoding.fit(frame)
    var labels = try #require(frame.labels)
    labels[150] = 1 - labels[150]
    let (_, after) = try FeatureEncoding.fit(frame.labelled(labels))
    for row in 0...150 { #expect(before.value(row, 0) == after.value(row, 0) || before.value(row, 0).isNaN) }
  }

  @Test func whatVanishedOrChangedItsTypeIsNamed() throws {
    let frame = try Self.frame([
      FrameColumn("gap", numbers: [1, 2]), FrameColumn("rate", numbers: [1, 2]), FrameColumn("hour", numbers: [3, 4]),
    ])
    let (encoding, _) = try FeatureEncoding.fit(frame)
    let other = try Self.frame([FrameColumn("hour", categories: ["a", "b"]), FrameColumn("more", numbers: [1, 2])])
    let error = TrainingFrameTests.refusal { _ = try encoding.rows(of: other) }
    #expect(error?.code == .columns)
    #expect(
      error?.message
        == "columns \"gap\" and \"rate\" are not there; column \"hour\" holds categories, and the model learned from numbers; "
        + "bring the columns back as they were, or train a model on what there is now")
    // A column more does no harm.
    let more = try Self.frame(frame.columns + [FrameColumn("more", numbers: [1, 2])])
    #expect(try encoding.rows(of: more).values == [1, 1, 3, 2, 2, 4])
  }

  @Test func hugeNumbersStayFinite() throws {
    let frame = try Self.frame([FrameColumn("gap", numbers: [1e300, -1e300, .leastNonzeroMagnitude, .nan])])
    let rows = try FeatureEncoding.fit(frame).rows
    #expect(rows.value(0, 0) == .greatestFiniteMagnitude && rows.value(1, 0) == -.greatestFiniteMagnitude)
    #expect(rows.value(2, 0) == 0 && rows.value(3, 0).isNaN)
  }

  @Test func emptyAndAllMissingColumnsAreEncoded() throws {
    let none = try Self.frame([FrameColumn("gap", numbers: []), FrameColumn("kind", categories: [])], labels: [])
    #expect(try FeatureEncoding.fit(none).rows.rowCount == 0)
    let missing = try Self.frame([FrameColumn("kind", categories: [nil, nil])], labels: [0, 1])
    #expect(try FeatureEncoding.fit(missing).rows.values.allSatisfy(\.isNaN))
  }

  @Test func namesStayDistinctAndPlain() throws {
    let kinds = (0..<60).map { ["a<b", "a[b", "a_b"][$0 % 3] }
    let frame = try Self.frame([
      FrameColumn("kind", categories: kinds), FrameColumn("kind=a_b", numbers: [Double](repeating: 1, count: 60)),
    ])
    let names = try FeatureEncoding.fit(frame).encoding.features.map(\.name)
    #expect(Set(names).count == 4 && names.allSatisfy { !$0.contains("<") && !$0.contains("[") })
  }

  @Test func theEncodingComesBackFromItsFile() throws {
    let keys = (0..<100).map { "k\($0 % 25)" }
    let frame = try Self.frame(
      [FrameColumn("key", categories: keys), FrameColumn("kind", categories: keys.map { $0 < "k2" ? "x" : "y" })],
      labels: (0..<100).map { $0 % 7 == 0 ? 1 : 0 })
    let (encoding, _) = try FeatureEncoding.fit(frame)
    let again = try JSONDecoder().decode(FeatureEncoding.self, from: JSONEncoder().encode(encoding))
    #expect(try again == encoding && again.rows(of: frame).values == encoding.rows(of: frame).values)
  }

  @Test func aDamagedEncodingIsRefused() throws {
    let kinds = (0..<60).map { ["a", "b"][$0 % 2] }
    let columns = [FrameColumn("kind", categories: kinds), FrameColumn("key", categories: (0..<60).map { "k\($0 / 2)" })]
    let encoding = try FeatureEncoding.fit(Self.frame(columns, labels: (0..<60).map { $0 % 9 == 0 ? 1 : 0 })).encoding
    let text = String(decoding: try JSONEncoder().encode(encoding), as: UTF8.self)
    for (part, other) in [("[\"a\",\"b\"]", "[\"a\",\"a\"]"), ("[\"a\",\"b\"]", "[\"a\",\"b\",\"c\"]"), ("\"k1\":0", "\"k1\":9")]
    {
      let damaged = text.replacing(part, with: other)
      #expect(damaged != text)
      #expect(throws: LearningError.self) { try JSONDecoder().decode(FeatureEncoding.self, from: Data(damaged.utf8)) }
    }
  }

  @Test func manyCategoriesWithoutLabelsAreRefusedByName() throws {
    let frame = try Self.frame([FrameColumn("key", categories: (0..<30).map { "k\($0)" })])
    #expect(TrainingFrameTests.refusal { _ = try FeatureEncoding.fit(frame) }?.message.contains("\"key\"") == true)
  }
}
