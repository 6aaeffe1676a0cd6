import Records
import RuleLanguage

/// What the query computes, and in which order: columns of relations, level by level. A column of level n is made in a
/// step that sees all columns of lower levels, so nothing is written out twice and every step can be read by itself.
struct Plan {
  /// A relation that columns belong to: the records, or the elements of a list of them, or of two lists.
  struct Scope {
    /// The lists that are walked, from the outer one; empty for the records themselves.
    var path: [Int]
    var parent: Int?
    /// What its steps are called.
    var name: String
    /// What tells two of its rows apart: columns of level 0.
    var keys: [Int]
    /// Of a list: the record's column that holds the array, or the key that its rows are joined on.
    var origin: Int?
  }

  struct Column {
    var scope: Int
    var name: String
    var level: Int
    var source: Source
    var reads: Set<Int>
    var note: String?
  }

  enum Source {
    /// Of the table, or of a list's element.
    case base(String)
    case computed(String)
    /// An aggregate over a window's frame.
    case framed(String, Frame)
    /// An aggregate over the rows whose time is at most a moment.
    case until(String, partition: [String], time: String, moment: String)
    /// What another column holds at the record whose sequence a column says.
    case looked(column: Int, at: Int)
    /// An aggregate over the rows of a scope below, and what it is where there are none.
    case grouped(String, below: Int, empty: String?)
  }

  /// Which rows a window function sees.
  struct Frame: Hashable {
    var partition: [String]
    var order: String
    var extent: String
  }

  struct Place: Hashable {
    var scope: Int
    var expression: Expression.ID
  }

  let program: Program
  let schemaIndex: Int
  let layout: Layout
  let dialect: any Dialect
  let windowNames: [String]
  /// What authors call expressions: a feature's name is that of what it computes too.
  let labels: [Expression.ID: String]
  var columns: [Column] = []
  var scopes: [Scope] = []
  var names: NamesInUse
  var steps: NamesInUse
  var known: [Place: Result<Operand, Problem>] = [:]
  /// How many expressions read each.
  var uses: [Expression.ID: Int] = [:]
  var magnitudes: [Expression.ID: Magnitude] = [:]
  var depths: [Expression.ID: Int] = [:]
  /// Base columns by scope and field.
  var fieldColumns: [[Int]: Int] = [:]
  /// Operands that were made on the way and are wanted again, by what they are.
  var made: [String: Operand] = [:]

  var schema: Schema { program.schemas[schemaIndex] }
  var pool: ExpressionPool { program.expressions }

  static let records = 0
  static let sequence = 0
  static let identity = 1

  init(_ program: Program, schema: Int, layout: Layout, dialect: any Dialect) {
    (self.program, schemaIndex, self.layout, self.dialect) = (program, schema, layout, dialect)
    windowNames = Cost(program).windows.map(\.name)
    var labels = program.names
    for (id, node) in program.expressions.nodes.enumerated() where node.operation == .feature {
      if labels[node.first] == nil { labels[node.first] = program.names[Expression.ID(id)] }
    }
    self.labels = labels
    names = NamesInUse(["sequence", "id", "order_in_table", "element", "ordinal", Plan.isRecord, "moment"])
    steps = NamesInUse(["source", "records"] + layout.tables.map(\.name))
    scopes = [Scope(path: [], parent: nil, name: "records", keys: [Plan.sequence], origin: nil)]
    columns = [
      Column(scope: Plan.records, name: "sequence", level: 0, source: .base(""), reads: []),
      Column(scope: Plan.records, name: "id", level: 0, source: .base(""), reads: []),
    ]
    countUses()
    if let time = self.schema.timeField { _ = field(time) }
  }

  // MARK: Columns

  func operand(_ column: Int) -> Operand {
    Operand(text: dialect.identifier(columns[column].name), reads: [column], form: .simple)
  }

  var sequenceOperand: Operand { operand(Plan.sequence) }

  func level(_ reads: Set<Int>) -> Int { reads.map { columns[$0].level }.max() ?? 0 }

  mutating func add(
    _ source: Source, in scope: Int, name: String, level: Int, reads: Set<Int>, note: String? = nil
  ) -> Operand {
    columns.append(
      Column(scope: scope, name: names.free(name), level: level, source: source, reads: reads, note: note))
    return operand(columns.count - 1)
  }

  /// A column for what has none yet, so that it can be named several times.
  mutating func kept(_ operand: Operand, in scope: Int, as name: String, note: String? = nil) -> Operand {
    if operand.isSimple { return operand }
    return add(
      .computed(operand.text), in: scope, name: name, level: level(operand.reads) + 1, reads: operand.reads, note: note)
  }

  // MARK: Scopes

  /// The scope of a list's elements within a scope.
  mutating func scope(of list: Int, in parent: Int) -> Int {
    let path = scopes[parent].path + [list]
    if let known = scopes.firstIndex(where: { $0.path == path }) { return known }
    let scope = scopes.count
    let name = path.map { schema.lists[$0].name }.joined(separator: "_and_")
    scopes.append(Scope(path: path, parent: parent, name: steps.free(name), keys: scopes[parent].keys, origin: origin(of: list)))
    let position = add(.base(""), in: scope, name: "position", level: 0, reads: [])
    scopes[scope].keys.append(contentsOf: position.reads)
    return scope
  }

  /// The column of the record that leads to a list's elements.
  private mutating func origin(of list: Int) -> Int? {
    if let known = scopes.first(where: { $0.path.last == list }) { return known.origin }
    switch layout.lists[list] {
    case .absent: return nil
    case .array(let column, _):
      return add(
        .base("s.\(dialect.identifier(column))"), in: Plan.records, name: schema.lists[list].name, level: 0, reads: []
      ).reads.first
    case .table(_, _, let recordKey, _):
      return add(
        .base(dialect.asText("s.\(dialect.identifier(recordKey))")), in: Plan.records, name: "\(schema.lists[list].name)_key",
        level: 0, reads: []
      ).reads.first
    }
  }

  /// A column of another scope, or a constant, as a column of this scope's own.
  mutating func brought(_ operand: Operand, to scope: Int) -> Operand {
    if !operand.reads.isEmpty, operand.reads.allSatisfy({ columns[$0].scope == scope }) { return operand }
    let key = "brought \(scope) \(operand.text)"
    if let known = made[key] { return known }
    let name = operand.reads.first.map { "\(columns[$0].name)_of_record" } ?? "constant"
    let column = add(
      .computed(operand.text), in: scope, name: name, level: level(operand.reads) + 1, reads: operand.reads)
    made[key] = column
    return column
  }

  /// The scope around this one that an expression needs: a value of the record is computed once for the record.
  func home(of id: Expression.ID, in scope: Int, depth: Int) -> Int {
    var scope = scope
    while scopes[scope].path.count > depth, let parent = scopes[scope].parent { scope = parent }
    return scope
  }
}
