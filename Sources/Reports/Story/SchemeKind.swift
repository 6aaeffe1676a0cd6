/// What a scheme says of the persons and the money on its records.
enum SchemeKind: Sendable {
  /// The person that a record names is the one whom it points at.
  case byPerson
  /// Somebody else altered the record, and left the name that was on it.
  case byRecord
  /// The person whom a record names is the one who was robbed.
  case byVictim
  /// No fraud: it is told with the quality of the data.
  case quality

  init(_ scheme: String) {
    self =
      switch scheme {
      case "admin-injected": .byRecord
      case "card-fraud", "stolen-card", "terminal-tampering": .byVictim
      case "data-quality", "stream-health", "drift": .quality
      default: .byPerson
      }
  }
}
