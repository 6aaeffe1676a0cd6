import Foundation
import Testing

/// `sheriff learn --protocol handbook` on a small simulation, beside a count of the handbook's weeks day by day.
@Suite struct HandbookLearningTests {
  private static let day = 86_400
  private static let simulation = [
    "simulate", "cards", "--customers", "90", "--terminals", "300", "--days", "60", "--radius", "15", "--tampered", "1",
    "--stolen", "1", "--seed", "5", "--out", ".",
  ]
  private static let quick = ["--candidates", "3", "--rounds", "20"]

  private struct Answer: Decodable {
    struct Figures: Decodable, Equatable {
      var auc: Double
      var average_precision: Double
      var card_precision_100: Double
    }
    struct Week: Decodable {
      var train_from: String
      var train_to: String
      var test_from: String
      var test_to: String
      var train_records: Int
      var test_records: Int
      var test_frauds: Int
      var left_out: Int
      var metrics: Figures
      var sides: [String: Figures]
      var perfect_card_precision_100: Double
    }
    struct Parameters: Decodable, Equatable {
      var tree_method: String
      var rounds: Int
      var depth: Int
      var learning_rate: Double
    }
    var metrics: Figures
    var intervals: [String: [Double]]
    var labels: String
    var hash: String
    var selection_weeks: Int
    var selection_score: Double
    var parameters: Parameters
    var weeks: [Week]
  }

  private func simulated() throws -> Program.Folder {
    let folder = try Program.Folder()
    let outcome = try Program.run(HandbookLearningTests.simulation, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    return folder
  }

  private func learn(_ options: [String], in folder: Program.Folder, file: String = "cards.csv") throws -> Program.Outcome {
    try Program.run(["learn", file, "--protocol", "handbook"] + HandbookLearningTests.quick + options, in: folder)
  }

  private func answer(_ options: [String], in folder: Program.Folder, file: String = "cards.csv") throws -> Answer {
    let outcome = try learn(["--json"] + options, in: folder, file: file)
    try #require(outcome.code == 0, "\(outcome.talk)")
    return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
  }

  @Test func weeksAreTheHandbooksAndFiguresComeAgain() throws {
    let folder = try simulated()
    let first = try answer(["--start", "2018-05-02", "--weeks", "2", "--home", "one"], in: folder)
    #expect(first.weeks.map(\.train_from) == ["2018-05-02", "2018-05-09"])
    #expect(first.weeks.map(\.train_to) == ["2018-05-08", "2018-05-15"])
    #expect(first.weeks.map(\.test_from) == ["2018-05-16", "2018-05-23"])
    #expect(first.weeks.map(\.test_to) == ["2018-05-22", "2018-05-29"])
    #expect(first.labels == "the field fraud")
    // Those that are tested from the second of May on, and a week, two and three weeks earlier; a fourth lies before the history.
    #expect(first.selection_weeks == 3)
    #expect(first.intervals.keys.sorted() == ["auc", "average_precision", "card_precision_100"])
    let payments = try Payment.all(folder.read("cards.csv"))
    for (place, week) in first.weeks.enumerated() {
      let expected = Expected(payments, firstDay: 31 + 7 * place)
      #expect(week.train_records == expected.train && week.test_records == expected.test)
      #expect(week.test_frauds == expected.frauds && week.left_out == expected.leftOut && week.left_out > 0)
      #expect(week.sides.keys.sorted() == ["XGBoost_with_default_parameters", "logistic_regression", "model", "rules_alone"])
      #expect(week.sides["model"] == week.metrics)
      #expect(week.sides.values.allSatisfy { $0.card_precision_100 <= week.perfect_card_precision_100 + 1e-9 })
      #expect(week.metrics.auc > 0.6)
    }
    let mean = first.weeks.reduce(0) { $0 + $1.metrics.average_precision } / 2
    #expect(abs(first.metrics.average_precision - mean) < 1e-12)

    let second = try answer(["--start", "2018-05-02", "--weeks", "2", "--home", "two"], in: folder)
    #expect(second.metrics == first.metrics && second.parameters == first.parameters && second.hash == first.hash)
  }

  /// Labels of the days after those that the first week learns from are other ones: whatever was chosen stays as it is.
  @Test func parametersAreChosenWithoutALookAtLaterDays() throws {
    let folder = try simulated()
    let lines = try folder.read("cards.csv").split(separator: "\n")
    let other = lines.enumerated().map { place, line in
      guard place > 0, let second = line.split(separator: ",").dropFirst(5).first.flatMap({ Int($0) }),
        second >= 38 * HandbookLearningTests.day
      else { return String(line) }
      var cells = line.split(separator: ",").map(String.init)
      cells[7] = place.isMultiple(of: 40) ? "1" : "0"
      return cells.joined(separator: ",")
    }
    try folder.write(other.joined(separator: "\n") + "\n", to: "other.csv")
    let start = ["--start", "2018-05-02"]
    let first = try answer(start + ["--home", "one"], in: folder)
    let second = try answer(start + ["--home", "two"], in: folder, file: "other.csv")
    #expect(first.selection_score == second.selection_score && first.parameters == second.parameters)
    #expect(first.metrics != second.metrics)
  }

  @Test func itIsRegisteredAndSaysSo() throws {
    let folder = try simulated()
    let outcome = try learn(["--start", "2018-05-02", "--name", "handbook"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.contains("learned 2018-05-02 to 2018-05-08"))
    #expect(outcome.output.contains("tested 2018-05-16 to 2018-05-22"))
    #expect(outcome.output.contains("a perfect ranker's card precision"))
    #expect(outcome.output.contains("registered as handbook"))
    let models = try Program.run(["models", "list"], in: folder)
    #expect(models.output.contains("handbook"))
    let votes = try answer(["--start", "2018-05-02", "--labels", "rules"], in: folder)
    #expect(votes.labels == "votes of the rules")
  }

  @Test func whatCannotBeIsRefusedInWords() throws {
    let folder = try simulated()
    let date = try learn(["--start", "2018-13-01"], in: folder)
    #expect(date.code == 64 && date.talk.contains("`--start 2018-13-01`: expected a date such as 2018-07-25"), "\(date.talk)")
    let beyond = try learn(["--start", "2018-05-02", "--weeks", "3"], in: folder)
    #expect(beyond.code == 65)
    #expect(
      beyond.talk.contains(
        "the records are from 2018-04-01 to 2018-05-30, and 3 weeks of the protocol from 2018-05-02 on take 35 days, up to 2018-06-05"
      ),
      "\(beyond.talk)")
    let early = try learn(["--start", "2018-04-01"], in: folder)
    #expect(early.code == 65 && early.talk.contains("no week with frauds to choose parameters by"), "\(early.talk)")
    let weeks = try learn(["--weeks", "0"], in: folder)
    #expect(weeks.code == 64)
    let lonely = try Program.run(["learn", "cards.csv", "--weeks", "2"], in: folder)
    #expect(lonely.code == 64 && lonely.talk.contains("`--weeks` belongs to `--protocol handbook`"), "\(lonely.talk)")
    let other = try Program.run(["learn", "cards.csv", "--protocol", "other"], in: folder)
    #expect(other.code == 64, "\(other.talk)")
    let none = try Program.run(["models", "list"], in: folder)
    #expect(!none.output.contains("cards"))
  }

  @Test func withoutACardThereIsNoProtocol() throws {
    let folder = try Program.Folder()
    let simulated = try Program.run(
      ["simulate", "cards", "--layout", "anonymous", "--payments", "300", "--fraud-rate", "10%", "--out", "."], in: folder)
    #expect(simulated.code == 0)
    let outcome = try learn([], in: folder)
    #expect(outcome.code == 65 && outcome.talk.contains("no column says whose card a record is"), "\(outcome.talk)")
  }

  // MARK: The weeks, day by day

  private struct Payment {
    var day: Int
    var customer: Int
    var isFraud: Bool

    static func all(_ text: String) throws -> [Payment] {
      text.split(separator: "\n").dropFirst().map { line in
        let cells = line.split(separator: ",")
        return Payment(
          day: (Int(cells[5]) ?? -1) / HandbookLearningTests.day, customer: Int(cells[2]) ?? -1, isFraud: cells[7] == "1")
      }
    }
  }

  /// As the handbook does it: cards known from the days learned from, and each day of the test those of one day more.
  private struct Expected {
    var train = 0
    var test = 0
    var frauds = 0
    var leftOut = 0

    init(_ payments: [Payment], firstDay: Int) {
      let learned = payments.filter { (firstDay..<firstDay + 7).contains($0.day) }
      train = learned.count
      var known = Set(learned.filter(\.isFraud).map(\.customer))
      for number in 0..<7 {
        if number > 0 {
          for payment in payments where payment.day == firstDay + 7 + number - 1 && payment.isFraud {
            known.insert(payment.customer)
          }
        }
        let day = payments.filter { $0.day == firstDay + 14 + number }
        let tested = day.filter { !known.contains($0.customer) }
        test += tested.count
        leftOut += day.count - tested.count
        frauds += tested.count { $0.isFraud }
      }
    }
  }
}
