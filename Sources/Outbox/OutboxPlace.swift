import Files
import Foundation
import Records

/// How far an outbox was sent; a small file that is written whole, beside the lines.
struct OutboxPlace: Codable, Equatable {
  static let name = "place.json"

  /// What the sink is called, for people.
  var sink: String
  /// Which of the files of lines it is in: they are numbered, and the next one begins when all of the one before was sent.
  var file = 1
  /// All before this byte was sent, or given up.
  var offset: Int64 = 0
  /// The end of the batch that was begun last. It is sent as the same one again until its fate is known.
  var end: Int64 = 0
  /// How often that batch has failed.
  var attempts = 0
  /// Over all files.
  var sent = 0
  /// Of the bytes before the offset, so that a place is never taken for that of other lines.
  var checksum: Int64 = WordChecksum.of([UInt8]())

  static let checkedBytesMax: Int64 = 256

  init(sink: String) { self.sink = sink }

  static func read(_ folder: String) throws(SourceError) -> OutboxPlace? {
    let path = "\(folder)/\(name)"
    guard FileTree.exists(path) else { return nil }
    let bytes = try FileTree.contents(path)
    guard let place = try? JSONDecoder().decode(OutboxPlace.self, from: Data(bytes)), place.file > 0, place.offset >= 0,
      place.end >= place.offset, place.attempts >= 0, place.sent >= 0
    else { throw SourceError(.unreadable, source: path, "is no outbox's place; \(advice(folder))") }
    return place
  }

  func write(_ folder: String) throws(SourceError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers and a text can always be encoded.
    guard let data = try? encoder.encode(self) else {
      throw SourceError(.internal, source: folder, "the outbox's place cannot be written")
    }
    try OutputFile.write(String(decoding: data, as: UTF8.self) + "\n", to: "\(folder)/\(OutboxPlace.name)")
  }

  static func advice(_ folder: String) -> String {
    "take \(folder)/\(name) away to send all lines beside it once more, or the whole folder to forget them"
  }
}
