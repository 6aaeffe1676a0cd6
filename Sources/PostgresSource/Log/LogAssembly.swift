import Records

/// Makes transactions of messages. Pure: it is fed and it answers, and whatever comes in the wrong order is named.
struct LogAssembly {
  /// A transaction that is larger is refused rather than let fill the machine.
  let transactionBytesMax: Int

  private var relations: [UInt32: LogRelation] = [:]
  private var open: LogTransaction?
  var isOpen: Bool { open != nil }
  private var openBytes = 0

  init(transactionBytesMax: Int = 1 << 30) { self.transactionBytesMax = transactionBytesMax }

  /// - position: where the message's record stands in the log.
  mutating func feed(_ message: LogMessage, at position: LogPosition, byteCount: Int) throws(LogDamage) -> LogEvent? {
    switch message {
    case .begin(let commit, let time, let transaction):
      guard open == nil else { throw LogDamage(.outOfPlace, "a transaction begins within another", at: position) }
      open = LogTransaction(id: transaction, commit: commit, end: commit, time: time)
      openBytes = 0
    case .commit(let commit, let end, let time):
      guard var transaction = open else { throw LogDamage(.outOfPlace, "a transaction ends that never began", at: position) }
      guard commit == transaction.commit else {
        throw LogDamage(.outOfPlace, "a transaction ends at \(commit) that was to end at \(transaction.commit)", at: position)
      }
      (transaction.end, transaction.time) = (end, time)
      open = nil
      return .transaction(transaction)
    case .origin(let name):
      guard open != nil else { throw LogDamage(.outOfPlace, "an origin is named outside of a transaction", at: position) }
      open?.origin = name
    case .relation(let relation): relations[relation.id] = relation
    case .type: break
    case .insert(let relation, let new):
      try add(relation, at: position, byteCount) { relation throws(LogDamage) in
        try LogAssembly.check(new, relation, position)
        return .insert(new)
      }
    case .update(let relation, let old, let new):
      try add(relation, at: position, byteCount) { relation throws(LogDamage) in
        if let old { try LogAssembly.check(old, relation, position) }
        try LogAssembly.check(new, relation, position)
        return .update(old: old, new: new.completed(from: relation.keepsOldRows ? old : nil))
      }
    case .delete(let relation, let old):
      try add(relation, at: position, byteCount) { relation throws(LogDamage) in
        try LogAssembly.check(old, relation, position)
        return .delete(old: old)
      }
    case .truncate(let ids):
      for id in ids { try add(id, at: position, byteCount) { _ in .truncate } }
    case .message(let prefix, let content, let isTransactional):
      // One that belongs to a transaction is no mark in the stream: it is delivered with its transaction.
      if !isTransactional { return .message(prefix: prefix, content: content, position) }
    }
    return nil
  }

  private mutating func add(
    _ relation: UInt32, at position: LogPosition, _ byteCount: Int,
    _ action: (LogRelation) throws(LogDamage) -> LogChange.Action
  ) throws(LogDamage) {
    guard open != nil else { throw LogDamage(.outOfPlace, "a row stands outside of a transaction", at: position) }
    guard let relation = relations[relation] else {
      throw LogDamage(.unknownRelation, "a row belongs to table \(relation), which was not described", at: position)
    }
    openBytes += byteCount
    guard openBytes <= transactionBytesMax else {
      throw LogDamage(.tooLarge, "one transaction wrote more than \(transactionBytesMax) bytes", at: position)
    }
    open?.changes.append(LogChange(position: position, relation: relation, action: try action(relation)))
  }

  private static func check(_ row: LogRow, _ relation: LogRelation, _ position: LogPosition) throws(LogDamage) {
    guard row.values.count == relation.columns.count else {
      throw LogDamage(
        .badCount, "a row of \(relation.table) has \(row.values.count) values for \(relation.columns.count) columns", at: position
      )
    }
  }
}
