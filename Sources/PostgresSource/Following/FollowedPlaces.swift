import Foundation
import Records

/// Places in a table, as bytes and back.
enum FollowedPlaces {
  static func bytes(_ place: some Encodable, source: String) throws(SourceError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(place)) } catch {
      throw SourceError(.internal, source: source, "its place cannot be written down: \(error)")
    }
  }

  static func place<Place: Decodable>(_ bytes: [UInt8], source: String) throws(SourceError) -> Place {
    do { return try JSONDecoder().decode(Place.self, from: Data(bytes)) } catch {
      throw SourceError(
        .badSchema, source: source,
        "the place that was kept is none in a table that is followed so: \(error); go on as before, or begin anew with --restart")
    }
  }

  static func check(table: String, key: String, isOf named: (table: String, key: String)) throws(SourceError) {
    guard table == named.table, key == named.key else {
      throw SourceError(
        .badSchema, source: named.table,
        "the place that was kept is one of the table \(table) by its column \(key), and not by \(named.key); "
          + "give this monitor another --name, or begin anew with --restart")
    }
  }
}
