public import Records
public import RuleLanguage

/// The databases whose SQL is written.
public enum SQLDialect: String, CaseIterable, Sendable {
  case postgresql, duckdb, spark

  var writer: any Dialect {
    switch self {
    case .postgresql: PostgreSQL()
    case .duckdb: DuckDB()
    case .spark: Spark()
    }
  }
}

/// Where the records lie that the query reads.
public struct SQLOptions: Sendable {
  /// Nil: the table of the schema's `source … from table`, else one that is named like the schema.
  public var table: TableName?
  /// The column of whole numbers that says in which order the records came. Nil: they came by time, and by id within a moment.
  public var sequenceColumn: String?
  /// Whether columns are named, and lists found, as the schema's `source … from table` says; else each stands under its own name.
  public var usesMapping: Bool

  public init(table: TableName? = nil, sequenceColumn: String? = nil, usesMapping: Bool = true) {
    (self.table, self.sequenceColumn, self.usesMapping) = (table, sequenceColumn, usesMapping)
  }
}

/// A rule or feature that the query leaves out, because the database would not answer as the engines do.
public struct Refusal: Hashable, Sendable {
  public enum Subject: String, Hashable, Sendable { case rule, feature }

  public var subject: Subject
  /// `package.name`.
  public var id: String
  public var reason: String
  /// What to do instead.
  public var advice: String
}

/// A column of the query's answer.
public struct SQLColumn: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case sequence
    /// The record's id; null where it has none.
    case identity
    /// True: the rule fired. False: silent. Null: unknown or insufficient.
    case outcome(rule: String)
    /// Whether the rule fired and raises no alert.
    case suppressed(rule: String)
    case score(rule: String)
    /// Only where the rule fired.
    case loss(rule: String)
    case feature(String)
  }

  public var name: String
  public var content: Content
  public var type: ValueType
}

/// What was written: one statement without a semicolon, the columns of its answer, and what it leaves out.
public struct SQLQuery: Sendable {
  public var text: String
  public var columns: [SQLColumn]
  public var refusals: [Refusal]
}

/// Writes the rules and features of one schema as one query that answers exactly as the engines do. What a dialect cannot
/// say exactly is refused with a reason; the rest is written all the same.
public struct SQLWriter: Sendable {
  private let program: Program
  private let schema: Int
  private let dialect: SQLDialect
  private let options: SQLOptions

  public init(_ program: Program, schema: Int, dialect: SQLDialect, options: SQLOptions = SQLOptions()) {
    (self.program, self.schema, self.dialect, self.options) = (program, schema, dialect, options)
  }

  public func query() -> SQLQuery {
    let layout = Layout(program.schemas[schema], options)
    var plan = Plan(program, schema: schema, layout: layout, dialect: dialect.writer)
    let answer = Answer(&plan)
    let text = Rendering(plan, answer).text
    return SQLQuery(text: text, columns: answer.columns.map(\.column), refusals: answer.refusals)
  }
}
