import Diagnostics
import Records
import RuleLanguage
import RuleReference
import Testing

/// A record of a trial, written `id=1 at=+3d rep=R1 list=5.00 lines=A:2:1.00,B:1:2.50`; behind `-` it is a delete.
/// Times may be written as a distance from 2026-01-01: `+3d`, `+3d+1us`, `+3d-1us`.
struct TrialRecord {
  var operation = RecordOperation.insert
  var cells: [String: String] = [:]
  var elements: [[String]] = []

  init(_ text: String) {
    var words = text.split(separator: " ").map(String.init)
    if words.first == "-" {
      operation = .delete
      words.removeFirst()
    }
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { continue }
      if parts[0] == "lines" {
        elements = parts[1].split(separator: ",").map { element in
          element.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        }
      } else {
        cells[parts[0]] = parts[0] == "at" && parts[1].hasPrefix("+") ? TrialRecord.time(parts[1]) : parts[1]
      }
    }
  }

  static let start = CivilDate(year: 2026, month: 1, day: 1)?.instant.microseconds ?? 0

  private static func time(_ distance: String) -> String {
    let units: [(String, Int64)] = [("us", 1), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000)]
    var moment = start
    for part in distance.replacing("-", with: " -").replacing("+", with: " +").split(separator: " ") {
      guard let unit = units.first(where: { part.hasSuffix($0.0) }), let count = Int64(part.dropLast(unit.0.utf8.count)) else {
        continue
      }
      moment += count * unit.1
    }
    return Instant(microseconds: moment).description
  }
}

/// A rule file over a small schema, and what the interpreter says of some records.
struct Trial {
  static let schemaText = """
    schema orders {
      id        id
      at        time
      rep       key
      customer  key
      region    key
      name      text
      online    flag
      list      money
      rate      percent
      weight    number
      pieces    integer
      wait      duration
      other     time
      label fraud flag known after 7d
      lines     [line]    from columns not named above where quantity > 0
    }

    schema events {
      time sequence
      id        id
      kind      key
      amount    money
    }

    record line {
      product   key
      quantity  integer
      price     money
    }
    """

  private struct Surroundings: PackSurroundings {
    func schema(named name: String, usedBy path: String) -> SchemaLookup {
      let file = SchemaFile(SourceText(path: "trial.schema", text: Trial.schemaText))
      return file.schemas.first { $0.name == name }.map { .found($0) } ?? .absent(known: [])
    }

    func listFile(_ name: String, usedBy path: String) -> [UInt8]? { nil }
  }

  let program: Program
  let symbols = SymbolTable()
  var surroundings: RunSurroundings

  init(
    _ body: String, schema: String = "orders", registry: Registry = Registry(), surroundings: RunSurroundings = RunSurroundings(),
    _ location: SourceLocation = #_sourceLocation
  ) {
    let source = SourceText(path: "t.rules", text: "package t\nuse schema \(schema)\n\(body)\n")
    let load = RuleLoad([source], registry: registry, surroundings: Surroundings())
    let complaint = TextRenderer().render(load.files[0].diagnostics.filter { $0.severity == .error }, in: source)
    let isSound = load.isSound
    #expect(isSound, "\(complaint)", sourceLocation: location)
    (program, self.surroundings) = (load.program, surroundings)
  }

  private var interpreter: ReferenceInterpreter {
    ReferenceInterpreter(program, schema: 0, surroundings: surroundings, symbols: symbols)
  }

  func decide(_ records: [String], baseline: [String] = [], batchSize: Int = 3) -> [ReferenceDecision] {
    interpreter.decide(batches(records, size: batchSize), baselineHistory: batches(baseline, size: batchSize))
  }

  /// What the first rule says of each record that is decided.
  func outcomes(_ records: [String]) -> [RuleOutcome] {
    decide(records).compactMap { $0.outcomes.isEmpty ? nil : $0.outcomes[0] }
  }

  func batches(_ records: [String], size: Int) -> [RecordBatch] {
    let schema = program.schemas[0]
    let builder = BatchBuilder(schema: schema)
    var batches: [RecordBatch] = []
    for (place, text) in records.enumerated() {
      let record = TrialRecord(text)
      symbols.withIndex { index in
        for (field, declared) in schema.fields.enumerated() {
          let fault = record.cells[declared.name].map { append($0) { builder.append($0, to: field, index: &index) } } ?? nil
          if record.cells[declared.name] == nil { builder.appendNothing(to: field) }
          #expect(fault == nil, "\(declared.name) in \(text)")
        }
        for element in record.elements {
          for (field, cell) in element.enumerated() {
            let fault = append(cell) { builder.list(0).append($0, to: field, index: &index) }
            #expect(fault == nil, "\(cell) in \(text)")
          }
        }
      }
      builder.finishRow(Int64(place + 1), operation: record.operation)
      if builder.count == size { batches.append(builder.take(end: SourcePosition(source: ""))) }
    }
    return batches + [builder.take(end: SourcePosition(source: ""))]
  }

  private func append(_ cell: String, _ body: (Cell) -> CellFault?) -> CellFault? {
    Array(cell.utf8).withUnsafeBufferPointer { body($0) }
  }

  // MARK: One expression

  /// What an expression comes to at each record that is decided.
  static func values(
    _ expression: String, _ records: [String], baseline: [String] = [], preamble: String = "", schema: String = "orders",
    registry: Registry = Registry(), surroundings: RunSurroundings = RunSurroundings(),
    _ location: SourceLocation = #_sourceLocation
  ) -> [Value] {
    let trial = Trial(
      "\(preamble)\nfeature it = \(expression)", schema: schema, registry: registry, surroundings: surroundings, location)
    guard let place = trial.program.features.firstIndex(where: { $0.id == "t.it" }) else { return [] }
    return trial.decide(records, baseline: baseline).compactMap { $0.features[place] }
  }

  /// What an expression comes to at the last record.
  static func last(
    _ expression: String, _ records: [String], baseline: [String] = [], preamble: String = "", schema: String = "orders",
    registry: Registry = Registry(), surroundings: RunSurroundings = RunSurroundings(),
    _ location: SourceLocation = #_sourceLocation
  ) -> Value? {
    values(
      expression, records, baseline: baseline, preamble: preamble, schema: schema, registry: registry, surroundings: surroundings,
      location
    ).last
  }
}

extension Value {
  static let absent = Value.missing(.absent)
  static let insufficient = Value.missing(.insufficient)
  static let yes = Value.flag(true)
  static let no = Value.flag(false)

  /// So many units of money.
  static func amount(_ units: Double) -> Value { .money(Int64((units * 10_000).rounded())) }

  static func moment(_ text: String) -> Value {
    Array(text.utf8).withUnsafeBufferPointer { CellParser.time($0) }.map { .time($0) } ?? .absent
  }
}

/// Berlin as it was from 2023 to 2026.
let berlin = Zone(
  name: "Europe/Berlin", first: 3_600,
  changes: [
    (1_679_792_400, 7_200), (1_698_541_200, 3_600), (1_711_846_800, 7_200), (1_729_990_800, 3_600), (1_743_296_400, 7_200),
    (1_761_440_400, 3_600), (1_774_746_000, 7_200), (1_792_890_000, 3_600),
  ])

let inBerlin = RunSurroundings(zone: { $0 == "Europe/Berlin" ? berlin : .utc })
