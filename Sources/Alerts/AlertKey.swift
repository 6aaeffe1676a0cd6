import Detection
import Records

/// How two alerts are told to be the same.
///
/// There are two keys, because there are two questions.
///
/// - **Is it the same matter?** An alert is a record of a source in one scheme. Whatever is said of it later, under other rules, by another
///   model or of a corrected version of the record, is said of the same alert: an analyst looks at it once.
/// - **Was it said before?** A sighting is one statement about an alert. It is the same where the rules, the model and what was said are
///   the same: a monitor that repeats what it did before a crash says the same again, and nothing is stored. Where another version of the
///   record, other rules or another model say something, it is another sighting, and the alert keeps both.
///
/// The row is no part of either: a table that is read again may have it elsewhere. The baseline is none by its hash: one that is learned
/// from the source itself is another after every record, and an alert would be told anew each time though nothing about it had changed. Where
/// a baseline does change what is said, the sum or the sentence or the evidence differs, and that counts. A score alone does not.
public enum AlertKey {
  /// Digits of a key: 128 bits, so that among a million alerts no two are ever alike.
  public static let length = 32
  /// Digits that people see and write.
  public static let shownLength = 10

  public static func alert(source: String, record: String, scheme: String) -> String {
    hash("alert", [source, record, scheme])
  }

  public static func sighting(_ sighting: Sighting) -> String {
    hash(
      "sighting",
      [
        sighting.alertKey, sighting.hashes.rules, sighting.hashes.model ?? "", sighting.at?.description ?? "",
        sighting.entity ?? "", sighting.severity.rawValue, sighting.rules.joined(separator: " "),
        sighting.loss?.description ?? "", sighting.currency.code, sighting.reason, sighting.evidence,
      ])
  }

  public static func `case`(_ identity: CaseIdentity) -> String {
    hash("case", [identity.scheme, identity.entity.map { "of \($0)" } ?? "", identity.period?.description ?? ""])
  }

  /// The first digits, for people.
  public static func short(_ key: String) -> String { String(key.prefix(shownLength)) }

  /// Each part with its length before it, so that no two lists of parts read alike.
  private static func hash(_ kind: String, _ parts: [String]) -> String {
    var hash = SHA256()
    hash.update(Array(kind.utf8))
    for part in parts { hash.update(Array("\n\(part.utf8.count):\(part)".utf8)) }
    return String(hash.finish().prefix(length))
  }
}
