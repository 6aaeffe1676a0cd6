public import Records

/// Something that a witness says against a row, a table or the witnesses themselves.
public struct Suspicion: Hashable, Sendable {
  public enum Severity: Int, Hashable, Sendable, Comparable {
    case medium, high, critical

    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// In the log, and not in the audit table.
    case writtenAround = "written_around"
    /// The audit table tells another story than the log.
    case contentDiffers = "content_differs"
    case auditForged = "audit_forged"
    case auditErased = "audit_erased"
    case auditChanged = "audit_changed"
    case truncated = "truncated"
    /// Written while the session kept triggers from firing.
    case triggersSilenced = "triggers_silenced"
    case pastChanged = "past_changed"
    case unexpectedWriter = "unexpected_writer"
    case slotGone = "slot_gone"
    case slotMoved = "slot_moved"
    case otherServer = "other_server"
    case definitionChanged = "definition_changed"
    /// The table is not what the log made of it.
    case tableDiffers = "table_differs"
    /// As above, and the audit table alone vouches for the change.
    case onlyAudited = "only_audited"
    case auditUnseen = "audit_unseen"

    public var severity: Severity {
      switch self {
      case .pastChanged, .unexpectedWriter, .slotGone, .slotMoved, .definitionChanged, .otherServer: .high
      case .onlyAudited, .auditUnseen: .medium
      default: .critical
      }
    }
  }

  /// What an update changed; nil is null, or no value at all.
  public struct ColumnChange: Hashable, Sendable {
    public var name: String
    public var old: String?
    public var new: String?
  }

  /// The first is what the sentence is about.
  public var kinds: [Kind]
  /// Names what and where, and stays the same however often the log is read.
  public var id: String
  public var table: TableName?
  public var key: String?
  /// When it was committed.
  public var time: Instant?
  public var transaction: UInt32?
  public var position: LogPosition?
  public var columns: [ColumnChange] = []
  public var writer: AuditEntry.Writer?
  public var origin: String?
  /// Which witnesses were heard, and what each said.
  public var witnesses: String
  public var reason: String
  /// What else belongs to the evidence.
  public var details: [Detail] = []

  public struct Detail: Hashable, Sendable {
    public var name: String
    public var text: String

    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  public init(kinds: [Kind], id: String, witnesses: String, reason: String) {
    (self.kinds, self.id, self.witnesses, self.reason) = (kinds, id, witnesses, reason)
  }

  public var severity: Severity { kinds.map(\.severity).max() ?? .medium }
}
