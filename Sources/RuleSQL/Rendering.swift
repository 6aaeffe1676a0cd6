import Records
import RuleLanguage

/// The query's text: the table's rows, a step for each level of the plan, and what is given out of the last.
struct Rendering {
  private let plan: Plan
  private let answer: Answer
  private var names: NamesInUse
  private var stepNames: NamesInUse
  /// The columns that lead to something that is given out.
  private var needed: Set<Int> = []
  /// Each scope's last step, and what it holds.
  private var steps: [String]
  private var held: [Set<Int>]
  private var parts: [String] = []

  init(_ plan: Plan, _ answer: Answer) {
    (self.plan, self.answer) = (plan, answer)
    (names, stepNames) = (plan.names, plan.steps)
    steps = plan.scopes.map(\.name)
    held = plan.scopes.map { _ in [] }
    needed = Rendering.reached(from: answer.reads, plan)
  }

  private static func reached(from roots: Set<Int>, _ plan: Plan) -> Set<Int> {
    var stack = Array(roots)
    if let field = plan.schema.timeField { stack += plan.fieldColumns[[Plan.records, field]].map { [$0] } ?? [] }
    var reached: Set<Int> = []
    while let column = stack.popLast() {
      guard reached.insert(column).inserted else { continue }
      stack += plan.columns[column].reads
      let scope = plan.scopes[plan.columns[column].scope]
      stack += scope.keys + [scope.origin].compactMap { $0 }
    }
    return reached
  }

  private var dialect: any Dialect { plan.dialect }

  var text: String {
    var copy = self
    return copy.written()
  }

  private mutating func written() -> String {
    begin()
    let levels = needed.map { plan.columns[$0].level }.max() ?? 0
    for level in stride(from: 1, through: levels, by: 1) {
      var made: [(scope: Int, name: String, columns: [Int])] = []
      for scope in plan.scopes.indices.reversed() {
        let columns = needed.filter { plan.columns[$0].scope == scope && plan.columns[$0].level == level }.sorted()
        guard !columns.isEmpty else { continue }
        made.append((scope, step(columns, scope, level), columns))
      }
      for (scope, name, columns) in made {
        steps[scope] = name
        held[scope].formUnion(columns)
      }
    }
    return header + "with\n" + parts.joined(separator: ",\n") + "\n" + end
  }

  private mutating func add(_ name: String, _ notes: [String], _ body: String) {
    let comments = notes.map { $0 + "\n" }.joined()
    parts.append("\(comments)\(dialect.identifier(name)) \(dialect.stepBegin)\n\(body)\n)")
  }

  private func identifier(_ column: Int) -> String { dialect.identifier(plan.columns[column].name) }

  // MARK: Header and end

  private var header: String {
    let schema = plan.schema
    var lines = commentLines(
      "Rules about `\(schema.name)` for \(dialect.title), written by sheriff from rule files. Change those, not this.")
    lines += commentLines("Reads \(plan.layout.table), where")
    lines += dialect.inputNotes.flatMap { commentLines("- \($0)") }
    lines += commentLines(
      "Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query fails where a"
        + " record comes after a later one, or an id comes twice.")
    for refusal in answer.refusals {
      lines += commentLines("Not here: \(refusal.subject.rawValue) \(refusal.id). \(refusal.reason). Instead: \(refusal.advice).")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var end: String {
    var lines: [String] = []
    for (index, output) in answer.columns.enumerated() {
      for note in output.notes { lines.append("  \(note)") }
      let comma = index + 1 < answer.columns.count ? "," : ""
      lines.append("  \(output.text) as \(dialect.identifier(output.column.name))\(comma)")
    }
    return "select\n\(lines.joined(separator: "\n"))\nfrom \(dialect.identifier(steps[Plan.records]))\norder by"
      + " \(dialect.identifier("sequence"))\n"
  }

  // MARK: Level 0

  private mutating func begin() {
    let base = needed.filter { plan.columns[$0].level == 0 }.sorted()
    let own = base.filter { plan.columns[$0].scope == Plan.records && $0 > Plan.identity }
    add("source", [], Source(plan, columns: own).rows)
    add("records", ["-- The same, if their order is sound."], Source(plan, columns: own).checked)
    held[Plan.records] = Set(own + [Plan.sequence, Plan.identity])
    for scope in plan.scopes.indices.dropFirst() {
      let columns = base.filter { plan.columns[$0].scope == scope }
      guard !columns.isEmpty else { continue }
      add(plan.scopes[scope].name, [], elements(columns, scope))
      held[scope] = Set(columns).union(plan.scopes[scope].keys)
    }
  }

  /// The elements of a list, a row each.
  private func elements(_ columns: [Int], _ scope: Int) -> String {
    let place = plan.scopes[scope]
    let list = place.path[place.path.count - 1]
    let parent = place.parent ?? Plan.records
    // The first step has the records' order already, so that nothing waits for its check.
    let order = dialect.identifier("order_in_table")
    let keys = place.keys.dropLast().map { key in
      "r.\(key == Plan.sequence && parent == Plan.records ? order : identifier(key)) as \(identifier(key))"
    }
    let position = place.keys.last ?? Plan.sequence
    let fields = columns.filter { $0 != position }.map { column -> String in
      guard case .base(let text) = plan.columns[column].source else { return identifier(column) }
      return "\(text) as \(identifier(column))"
    }
    // Of a list inside of a list, the outer element's rows, with the record's column beside them.
    var rows = dialect.identifier("source")
    if parent != Plan.records, let origin = place.origin {
      let outer = plan.scopes[parent].keys.map { "p.\(identifier($0))" }.joined(separator: ", ")
      let sequence = identifier(Plan.sequence)
      rows =
        "(select \(outer), q.\(identifier(origin)) from \(dialect.identifier(plan.scopes[parent].name)) as p"
        + " join \(dialect.identifier("source")) as q on q.\(order) = p.\(sequence))"
    }
    var selected = keys
    let from: String
    switch plan.layout.lists[list] {
    case .absent:
      selected += ["\(dialect.null(.integer)) as \(identifier(position))"] + fields
      from = "\(rows) as r where false"
    case .array:
      selected += ["cast(e.ordinal as bigint) as \(identifier(position))"] + fields
      let origin = "r.\(identifier(place.origin ?? Plan.sequence))"
      from = dialect.elements(of: origin, in: rows, fields: plan.elementKeys(of: list, in: scope))
    case .table(let table, let elementKey, _, _):
      let own = place.keys.dropLast().map {
        "r.\($0 == Plan.sequence && parent == Plan.records ? order : identifier($0))"
      }.joined(separator: ", ")
      selected += ["row_number() over (partition by \(own) order by \(own)) as \(identifier(position))"] + fields
      let key = dialect.asText("e.\(dialect.identifier(elementKey))")
      from = "\(rows) as r join \(dialect.table(table)) as e on \(key) = r.\(identifier(place.origin ?? Plan.sequence))"
    }
    return "  select\n    \(selected.joined(separator: ",\n    "))\n  from \(from)"
  }

  // MARK: Steps

  /// One step: the columns of one level of one scope.
  private mutating func step(_ columns: [Int], _ scope: Int, _ level: Int) -> String {
    var lines: [String] = []
    var joins: [String] = []
    var frames: [Plan.Frame] = []
    var lastNote: String?
    imported(columns, scope, &lines, &joins)
    for (index, group) in grouped(columns).enumerated() { groups(group, "g\(index + 1)", scope, level, &lines, &joins) }
    looked(columns, &lines, &joins)
    until(columns, level, &lines, &joins)
    for column in columns {
      let planned = plan.columns[column]
      switch planned.source {
      case .computed(let text): lines.append("\(text) as \(identifier(column))")
      case .framed(let text, let frame):
        if !frames.contains(frame) { frames.append(frame) }
        let number = (frames.firstIndex(of: frame) ?? 0) + 1
        var line = "\(text) over w\(number) as \(identifier(column))"
        if let note = planned.note, note != lastNote {
          line = commentLines(note).joined(separator: "\n    ") + "\n    " + line
          lastNote = note
        }
        lines.append(line)
      default: break
      }
    }
    var text = "  select\n    r.*,\n    \(lines.joined(separator: ",\n    "))\n  from \(dialect.identifier(steps[scope])) as r"
    for join in joins { text += "\n  \(join)" }
    for (index, frame) in frames.enumerated() {
      let partition = frame.partition.isEmpty ? "" : "partition by \(frame.partition.joined(separator: ", ")) "
      let word = index == 0 ? "\n  window\n    " : ",\n    "
      text += "\(word)w\(index + 1) as (\(partition)order by \(frame.order) \(frame.extent))"
    }
    let name = stepNames.free("\(plan.scopes[scope].name)_\(level)")
    add(name, [], text)
    return name
  }

  /// Columns of the scopes around this one that are read here for the first time.
  private mutating func imported(_ columns: [Int], _ scope: Int, _ lines: inout [String], _ joins: inout [String]) {
    guard scope != Plan.records else { return }
    var wanted: Set<Int> = []
    for column in columns {
      if case .computed = plan.columns[column].source { wanted.formUnion(plan.columns[column].reads) }
    }
    wanted.subtract(held[scope])
    let owners = Set(wanted.map { plan.columns[$0].scope }).sorted()
    for (index, owner) in owners.enumerated() where owner != scope {
      let own = wanted.filter { plan.columns[$0].scope == owner }.sorted()
      let keys = plan.scopes[owner].keys
      let renamed = keys.map { names.free("\(plan.columns[$0].name)_of_\(plan.scopes[owner].name)") }
      let selected =
        zip(keys, renamed).map { "\(identifier($0)) as \(dialect.identifier($1))" } + own.map(identifier)
      let on = zip(keys, renamed).map { "p\(index + 1).\(dialect.identifier($1)) = r.\(identifier($0))" }
      joins.append(
        "join (select \(selected.joined(separator: ", ")) from \(dialect.identifier(steps[owner]))) as p\(index + 1)"
          + " on \(on.joined(separator: " and "))")
      for column in own { lines.append("p\(index + 1).\(identifier(column))") }
      held[scope].formUnion(own)
    }
  }

  /// Aggregates over elements, by the scope that they are over.
  private func grouped(_ columns: [Int]) -> [[Int]] {
    var groups: [Int: [Int]] = [:]
    for column in columns {
      if case .grouped(_, let below, _) = plan.columns[column].source { groups[below, default: []].append(column) }
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func groups(
    _ columns: [Int], _ alias: String, _ scope: Int, _ level: Int, _ lines: inout [String], _ joins: inout [String]
  ) {
    guard let first = columns.first, case .grouped(_, let below, _) = plan.columns[first].source else { return }
    let keys = plan.scopes[scope].keys
    let renamed = keys.map { names.free("\(plan.columns[$0].name)_of_\(plan.scopes[below].name)") }
    var selected = zip(keys, renamed).map { "\(identifier($0)) as \(dialect.identifier($1))" }
    for column in columns {
      guard case .grouped(let text, _, let empty) = plan.columns[column].source else { continue }
      selected.append("\(text) as \(identifier(column))")
      let value = "\(alias).\(identifier(column))"
      lines.append("\(empty.map { "coalesce(\(value), \($0))" } ?? value) as \(identifier(column))")
    }
    let name = stepNames.free("\(plan.scopes[below].name)_together_\(level)")
    add(
      name, [],
      "  select\n    \(selected.joined(separator: ",\n    "))\n  from \(dialect.identifier(steps[below]))\n  group by"
        + " \(keys.map(identifier).joined(separator: ", "))")
    let on = zip(keys, renamed).map { "\(alias).\(dialect.identifier($1)) = r.\(identifier($0))" }.joined(separator: " and ")
    joins.append("left join \(dialect.identifier(name)) as \(alias) on \(on)")
  }

  /// Running totals over records and the moments until which they are wanted, in one order.
  private mutating func until(_ columns: [Int], _ level: Int, _ lines: inout [String], _ joins: inout [String]) {
    var groups: [(key: [String], time: String, moment: String, partition: [String], columns: [Int])] = []
    for column in columns {
      guard case .until(_, let partition, let time, let moment) = plan.columns[column].source else { continue }
      let key = [time, moment] + partition
      if let known = groups.firstIndex(where: { $0.key == key }) {
        groups[known].columns.append(column)
      } else {
        groups.append((key, time, moment, partition, [column]))
      }
    }
    for (index, group) in groups.enumerated() {
      let read = group.columns.reduce(into: Set<Int>()) { $0.formUnion(plan.columns[$1].reads) }
      let fields = read.subtracting([Plan.sequence]).sorted().map(identifier).joined(separator: ", ")
      let sequence = identifier(Plan.sequence)
      let (moment, isRecord) = (dialect.identifier("moment"), dialect.identifier(Plan.isRecord))
      let step = dialect.identifier(steps[Plan.records])
      let key = dialect.identifier(names.free("sequence_until"))
      var selected = ["\(sequence) as \(key)", isRecord]
      for column in group.columns {
        guard case .until(let text, _, _, _) = plan.columns[column].source else { continue }
        selected.append("\(text) over w1 as \(identifier(column))")
      }
      let partition = group.partition.isEmpty ? "" : "partition by \(group.partition.joined(separator: ", ")) "
      let name = stepNames.free("records_until_\(level)")
      add(
        name, plan.columns[group.columns[0]].note.map { commentLines($0) } ?? [],
        "  select\n    \(selected.joined(separator: ",\n    "))\n  from (\n"
          + "    select \(sequence), \(fields), \(group.time) as \(moment), true as \(isRecord) from \(step)\n    union all\n"
          + "    select \(sequence), \(fields), \(group.moment) as \(moment), false as \(isRecord) from \(step)\n  ) as u\n  window\n"
          + "    w1 as (\(partition)order by \(moment), \(isRecord) desc rows between unbounded preceding and current row)")
      let alias = "u\(index + 1)"
      joins.append(
        "left join \(dialect.identifier(name)) as \(alias) on \(alias).\(key) = r.\(sequence) and not \(alias).\(isRecord)")
      for column in group.columns { lines.append("\(alias).\(identifier(column))") }
    }
  }

  /// What other records hold, found by their sequence.
  private mutating func looked(_ columns: [Int], _ lines: inout [String], _ joins: inout [String]) {
    var places: [Int: [(column: Int, name: Int)]] = [:]
    for column in columns {
      if case .looked(let other, let at) = plan.columns[column].source { places[at, default: []].append((other, column)) }
    }
    for (index, place) in places.sorted(by: { $0.key < $1.key }).enumerated() {
      let alias = "l\(index + 1)"
      let key = dialect.identifier(names.free("sequence_there"))
      let selected = place.value.map { "\(identifier($0.column)) as \(identifier($0.name))" }.joined(separator: ", ")
      joins.append(
        "left join (select \(identifier(Plan.sequence)) as \(key), \(selected) from \(dialect.identifier(steps[Plan.records])))"
          + " as \(alias) on \(alias).\(key) = r.\(identifier(place.key))")
      for (_, name) in place.value { lines.append("\(alias).\(identifier(name))") }
    }
  }
}
