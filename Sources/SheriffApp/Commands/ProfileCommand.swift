import CommandLineKit
import Exploration
import Files
import Pricing
import Records

let profileCommand = Command(
  "profile", "what an analyst looks at first: what is there, what is odd, what nothing ordinary explains",
  arguments: [Argument("source", "a file, pattern, folder, - or postgres:// address")],
  options: [
    Option("out", value: "FILE", "also write the profile as one HTML page"),
    Option("schema-only", "only read and type every field; print rows, rejects and sums"),
    RecordReading.catalog,
  ] + RecordReading.options,
  examples: ["sheriff profile history/orders.csv --out profile.html", "zcat orders.csv.gz | sheriff profile - --schema-only"],
  action: { invocation in
    var run = try RecordReading(invocation, source: invocation.arguments[0])
    if invocation.flag("schema-only") { return try readOnly(&run, invocation) }
    return try profile(&run, invocation)
  })

private func readOnly(_ run: inout RecordReading, _ invocation: Invocation) throws -> ExitCode {
  let fields = run.source.schema.fields
  var sums = [Int128](repeating: 0, count: fields.count)
  var counts = [Int](repeating: 0, count: fields.count)
  var numbers = [Double](repeating: 0, count: fields.count)
  try run.run { batch in
    for index in fields.indices {
      let column = batch.columns[index]
      counts[index] += column.validity.countOfOnes
      switch column.values {
      case .money(let values), .integer(let values): for value in values { sums[index] += Int128(value) }
      case .number(let values): for value in values { numbers[index] += value }
      default: break
      }
    }
  }
  var text = "rows \(run.rows)\nrejects \(run.rejectCount)\n"
  for (index, field) in fields.enumerated() {
    text += "\(field.name) \(field.type.name) values \(counts[index])"
    switch field.type {
    case .money: text += " sum \(exactDecimal(sums[index]))"
    case .integer: text += " sum \(sums[index])"
    case .number, .percent: text += " sum \(numbers[index])"
    default: break
    }
    text += "\n"
  }
  try invocation.terminal.write(text)
  return .fine
}

/// Ten-thousandths of any size as a plain decimal.
private func exactDecimal(_ sum: Int128) -> String {
  let fraction = String(10_000 + sum.magnitude % 10_000).dropFirst()
  return (sum < 0 ? "-" : "") + "\(sum.magnitude / 10_000).\(fraction)"
}

private func profile(_ run: inout RecordReading, _ invocation: Invocation) throws -> ExitCode {
  var profile = Profile(source: run.source.name, schema: run.source.schema)
  let fields = OrderFields(run.source.schema)
  var history = OrderHistory()
  var identities: [String] = []
  try run.run { batch in
    profile.add(batch)
    guard let fields else { return }
    let before = history.count
    history.append(batch, fields)
    if history.count > before, batch.schema.identityField != nil { identities += names(batch, Set(history.rows[before...])) }
  }
  let symbols = run.source.records.symbols
  let lessons: Lessons? =
    try history.count == 0
    ? nil
    : lessons(
      OrderLearning(history, symbols: symbols, catalogue: catalogue(invocation), workers: .ofThisMachine), identities, symbols)
  let story = ProfileStory(profile, lessons: lessons, rejects: run.rejectCount, symbols: symbols).story
  if let path = invocation.text("out") {
    try reading { () throws(SourceError) in try OutputFile.write(StoryPage.render(story), to: path) }
    invocation.terminal.say("\(path): the same as a page")
  }
  // Last, since its reader may go away: `| head` must not cost the page.
  try StoryText.print(story, invocation.terminal)
  return .fine
}

/// The identities of the orders that were taken, in their order.
private func names(_ batch: RecordBatch, _ rows: Set<Int64>) -> [String] {
  (0..<batch.count).filter { rows.contains(batch.rows[$0]) }.map { batch.identity(of: $0) }
}

private func lessons(_ learning: OrderLearning, _ identities: [String], _ symbols: SymbolTable) -> Lessons {
  let history = learning.history
  func odd(_ order: Int, _ list: Money, _ charged: Money, _ note: String) -> Lessons.Odd {
    .init(
      id: order < identities.count ? identities[order] : "row:\(history.rows[order])",
      at: Instant(microseconds: history.times[order]).date.description,
      rep: history.reps[order].map { symbols.text(of: $0) } ?? "", list: list, charged: charged, note: note)
  }
  let unexplained = learning.unexplained.map { odd in
    let note =
      odd.gap.tenThousandths < 0
      ? "charged above list" : odd.padded > 0.5 ? "fits \(odd.hidden) given away" : "fits no discount and no line given away"
    return (odd, note)
  }.map { odd($0.order, $0.list, $0.charged, $1) }
  let contradicting =
    learning.listContradictions.map {
      odd($0.order, $0.found, Money(unchecked: history.charges.amounts[$0.order]), "its lines make a list of \($0.expected)")
    }
    + learning.costContradictions.map {
      odd(
        $0.order, Money(unchecked: history.lists.amounts[$0.order]), Money(unchecked: history.charges.amounts[$0.order]),
        "cost \($0.found), its lines make \($0.expected)")
    }
  let prices = learning.book.entries.map { entry in
    Lessons.Price(
      product: entry.product, from: entry.from.map { Instant(microseconds: $0).date.description } ?? "", price: entry.price,
      cost: entry.cost, support: entry.support)
  }
  let changes = learning.book.changes.map { change in
    Lessons.Change(
      product: change.product, from: Instant(microseconds: change.from).date.description, before: change.before,
      price: change.price, isAltered: change.usual != nil)
  }
  return Lessons(
    prices: prices, changes: changes,
    steps: learning.ladder.steps.map { .init(percent: $0.description, support: $0.support, inUse: $0.inUse) },
    mode: learning.ladder.mode.rawValue,
    discounted: learning.ladder.discounted, explained: learning.ladder.explained, undecided: learning.ladder.undecided,
    unjudged: learning.unjudged,
    unexplained: unexplained,
    contradicting: contradicting)
}
