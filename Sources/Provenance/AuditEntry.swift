public import Records

/// What the trigger wrote down: who did what to which row. Read from the log, like everything else, and believed only where the log
/// agrees.
public struct AuditEntry: Hashable, Sendable {
  public struct Writer: Hashable, Sendable {
    public var sessionRole: String
    public var actingRole: String
    public var application: String
    public var client: String?
  }

  public enum Operation: String, Sendable { case insert, update, delete, truncate, definition }

  public var id: String
  /// The low half, as the log has it.
  public var transaction: UInt32
  public var writer: Writer
  /// `origin` as a rule; `replica` where the session kept ordinary triggers from firing.
  public var triggerMode: String
  public var tableName: String
  public var operation: Operation
  public var oldText: String?
  public var newText: String?
  /// The command that changed a definition, and its text.
  public var command: String?
  public var isSealed: Bool

  /// Nil where the row is none that the trigger could have written.
  public init?(_ row: LogRow, of relation: LogRelation) {
    func value(_ name: String) -> String? {
      guard let column = relation.column(named: name), column < row.values.count, case .text(let text) = row.values[column] else {
        return nil
      }
      return text
    }
    guard let id = value("id"), let number = value("transaction_id").flatMap({ UInt64($0) }), let table = value("table_name"),
      let operation = value("operation").flatMap({ Operation(rawValue: $0) }), let role = value("session_role")
    else { return nil }
    (self.id, transaction) = (id, UInt32(truncatingIfNeeded: number))
    writer = Writer(
      sessionRole: role, actingRole: value("acting_role") ?? role, application: value("application") ?? "",
      client: value("client"))
    triggerMode = value("trigger_mode") ?? "origin"
    (tableName, self.operation, oldText, newText) = (table, operation, value("old_text"), value("new_text"))
    command = value("new_row")
    isSealed =
      value("hash") == AuditEntry.seal(transaction: number, table: table, operation: operation, old: oldText, new: newText)
  }

  /// The trigger's hash over what it saw. It keeps nobody from forging, and catches whoever edits a row and forgets it.
  static func seal(transaction: UInt64, table: String, operation: Operation, old: String?, new: String?) -> String {
    SHA256.hash(
      [String(transaction), table, operation.rawValue, old.map { "=" + $0 } ?? "-", new.map { "=" + $0 } ?? "-"]
        .joined(separator: "\n"))
  }
}
