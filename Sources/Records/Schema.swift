/// What a record is: its fields, where each comes from, and which of them say who, when and which.
///
/// A schema is a value, made from a schema file by `RuleLanguage`; nothing here or above knows what an order is.
public struct Schema: Hashable, Sendable {
  public var name: String
  public var fields: [Field]
  /// An order's lines and the like: records within a record.
  public var lists: [ListField]
  /// The field whose value is a record's time; nil where the schema says `time sequence`.
  public var timeField: Int?
  /// The field that identifies a record; nil where the row's number does.
  public var identityField: Int?
  /// The places where records of this schema are found; the first that fits a source is taken.
  public var mappings: [SourceMapping]

  public init(
    name: String, fields: [Field], lists: [ListField] = [], timeField: Int? = nil, identityField: Int? = nil,
    mappings: [SourceMapping] = []
  ) {
    (self.name, self.fields, self.lists) = (name, fields, lists)
    (self.timeField, self.identityField, self.mappings) = (timeField, identityField, mappings)
  }

  public func field(named name: String) -> Int? { fields.firstIndex { $0.name == name } }
  public func list(named name: String) -> Int? { lists.firstIndex { $0.name == name } }
}

/// One value of a record.
public struct Field: Hashable, Sendable {
  public var name: String
  public var type: FieldType
  /// A record without a value here is rejected.
  public var isRequired: Bool
  /// Taken where the source has no value; written as it would stand in the source.
  public var defaultText: String?
  /// Spellings that mean "no value" besides the empty cell, such as `NULL` or `-999`.
  public var missingSpellings: [String]
  /// The source's numbers are sums of 32-bit floats; see `FloatSum`.
  public var isFloatSum: Bool
  /// A label: the truth about the record, known only afterwards.
  public var isLabel: Bool
  /// For a label: how long after the record's time its value becomes known, in microseconds.
  public var knownAfter: Int64?
  /// Computed from the baseline by a later room, such as a line's price; no source column is sought.
  public var baselineExpression: String?

  public init(
    name: String, type: FieldType, isRequired: Bool = false, defaultText: String? = nil, missingSpellings: [String] = [],
    isFloatSum: Bool = false, isLabel: Bool = false, knownAfter: Int64? = nil, baselineExpression: String? = nil
  ) {
    (self.name, self.type, self.isRequired) = (name, type, isRequired)
    (self.defaultText, self.missingSpellings) = (defaultText, missingSpellings)
    (self.isFloatSum, self.isLabel) = (isFloatSum, isLabel)
    (self.knownAfter, self.baselineExpression) = (knownAfter, baselineExpression)
  }
}

public enum FieldType: Hashable, Sendable {
  /// Identifies the record itself; kept as text, since every record has another.
  case identity
  /// Identifies something that recurs, a rep or a product; interned to a symbol.
  case key
  case text
  case money(Currency)
  case percent
  case number
  case integer
  case duration
  case time
  case flag

  /// As a schema file spells it.
  public var name: String {
    switch self {
    case .identity: "id"
    case .key: "key"
    case .text: "text"
    case .money: "money"
    case .percent: "percent"
    case .number: "number"
    case .integer: "integer"
    case .duration: "duration"
    case .time: "time"
    case .flag: "flag"
    }
  }
}

/// A list of records within a record.
public struct ListField: Hashable, Sendable {
  public var name: String
  /// The record type's name, such as `line`.
  public var recordName: String
  public var fields: [Field]

  public init(name: String, recordName: String, fields: [Field]) {
    (self.name, self.recordName, self.fields) = (name, recordName, fields)
  }

  public func field(named name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// Where the values of a schema stand in one kind of source.
public struct SourceMapping: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Columns with a header: a CSV file.
    case columns
    /// One JSON object a record.
    case json
    /// A database's table, or a file of that name in a folder of tables.
    case table(TableName)
  }

  public var kind: Kind
  /// Per field of the schema the columns or JSON paths to try, in order; empty where the source has none.
  public var fields: [[String]]
  /// Per list of the schema.
  public var lists: [ListMapping]

  public init(kind: Kind, fields: [[String]], lists: [ListMapping] = []) {
    (self.kind, self.fields, self.lists) = (kind, fields, lists)
  }
}

public enum ListMapping: Hashable, Sendable {
  case absent
  /// Every column that no field names: its name is one value of the element, its cell another, zero cells are no element.
  case remainingColumns(nameField: Int, valueField: Int)
  /// A JSON array of objects; per field of the element the paths to try.
  case array(paths: [String], fields: [[String]])
  /// Another table, joined on a column: `elementKey` of theirs equals `recordKey` of ours.
  case table(TableName, elementKey: String, recordKey: String, fields: [[String]])
}

/// A table, with a schema where it has one: `sales.salesorderheader`.
public struct TableName: Hashable, Sendable, Codable, CustomStringConvertible {
  public var schema: String?
  public var name: String

  public init(schema: String?, name: String) { (self.schema, self.name) = (schema, name) }

  public var description: String { schema.map { "\($0).\(name)" } ?? name }
}
