import Records
import RuleLanguage

/// What the query gives out: a column for each outcome and feature that can be said, a refusal for each that cannot.
struct Answer {
  struct Output {
    var column: SQLColumn
    var text: String
    /// Comment lines above it.
    var notes: [String] = []
  }

  var columns: [Output] = []
  var refusals: [Refusal] = []
  /// The columns of the plan that are read.
  var reads: Set<Int> = [Plan.sequence, Plan.identity]
  private var names = NamesInUse(["sequence", "id"])

  init(_ plan: inout Plan) {
    columns = [
      Output(column: SQLColumn(name: "sequence", content: .sequence, type: .integer), text: plan.operand(Plan.sequence).text),
      Output(column: SQLColumn(name: "id", content: .identity, type: .key), text: plan.operand(Plan.identity).text),
    ]
    for rule in plan.program.rules where rule.schema == plan.schemaIndex && rule.status != .retired {
      do throws(Problem) { try add(rule, &plan) } catch {
        refusals.append(Refusal(subject: .rule, id: rule.id, reason: error.reason, advice: error.advice))
      }
    }
    for feature in plan.program.features where feature.schema == plan.schemaIndex {
      do throws(Problem) { try add(feature, &plan) } catch {
        refusals.append(Refusal(subject: .feature, id: feature.id, reason: error.reason, advice: error.advice))
      }
    }
  }

  private func named(_ id: String) -> String { id.replacing(".", with: "_") }

  private mutating func add(_ rule: Program.Rule, _ plan: inout Plan) throws(Problem) {
    let suppressions = plan.program.suppressions.filter { $0.rule == rule.id }
    let isReadAgain = rule.loss >= 0 || !suppressions.isEmpty
    let fired = isReadAgain ? try plan.simple(rule.when, in: Plan.records) : try plan.value(rule.when, in: Plan.records)
    let score = rule.score >= 0 ? try plan.simple(rule.score, in: Plan.records) : nil
    let loss = rule.loss >= 0 ? try plan.simple(rule.loss, in: Plan.records) : nil
    var filters: [Operand] = []
    for suppression in suppressions {
      // Without a filter it is for all records.
      let filter = suppression.filter < 0 ? Operand.open("true") : try plan.value(suppression.filter, in: Plan.records)
      guard let field = plan.schema.timeField else {
        filters.append(filter)
        continue
      }
      let time = plan.field(field)
      filters.append(.open("\(filter.inside) and \(time.text) < \(suppression.until.microseconds)", filter, time))
    }
    let title = "\(rule.id): \(rule.title)" + (rule.status == .live ? "" : " (\(rule.status.rawValue))")
    let name = named(rule.id)
    give(name, .outcome(rule: rule.id), .flag, fired, notes: commentLines(title))
    if !filters.isEmpty {
      let any = filters.map(\.inside).joined(separator: " or ")
      give(
        "\(name)_suppressed", .suppressed(rule: rule.id), .flag,
        .made(
          "coalesce(\(fired.text) and (\(any)), false)", filters + [fired], .closed))
    }
    if let score {
      give("\(name)_score", .score(rule: rule.id), .percent, given(score, .percent, plan))
    }
    if let loss {
      let type = plan.pool[rule.loss].type
      give(
        "\(name)_loss", .loss(rule: rule.id), type,
        .closed(
          "case when \(fired.text) then \(given(loss, type, plan).text) end", fired, loss))
    }
  }

  private mutating func add(_ feature: Program.Feature, _ plan: inout Plan) throws(Problem) {
    let type = plan.pool[feature.expression].type
    let value = try plan.simple(feature.expression, in: Plan.records)
    give("feature_\(named(feature.id))", .feature(feature.id), type, given(value, type, plan))
  }

  /// A value as the reader of the answer wants it: amounts with four places, times as times, no minus zero.
  private func given(_ value: Operand, _ type: ValueType, _ plan: Plan) -> Operand {
    switch type {
    case .money: .closed(plan.dialect.amount(value.text), value)
    case .time: .closed(plan.dialect.time(value.text), value)
    case .number, .percent:
      .closed("case when \(value.text) = 0 then \(plan.dialect.literal(number: 0)) else \(value.text) end", value)
    default: value
    }
  }

  private mutating func give(
    _ name: String, _ content: SQLColumn.Content, _ type: ValueType, _ operand: Operand, notes: [String] = []
  ) {
    columns.append(
      Output(column: SQLColumn(name: names.free(name), content: content, type: type), text: operand.text, notes: notes))
    reads.formUnion(operand.reads)
  }
}
