public import Records

extension TableLog {
  struct Place: Codable, Hashable {
    var table: String
    var key: String
    var slot: String
    var phase: Phase
    var last: Int64?
    var upTo: Int64?
    var position: LogPosition
    var partial: Partial?
    var rows: Int64
    var columns: String?
  }

  private var current: Place {
    Place(
      table: named.table, key: named.key, slot: settings.slot, phase: phase, last: last, upTo: upTo, position: position,
      partial: partial, rows: rows, columns: fingerprint)
  }

  public func place() throws(SourceError) -> [UInt8] { try FollowedPlaces.bytes(current, source: named.table) }

  public func resume(at bytes: [UInt8]) throws(SourceError) {
    let place: Place = try FollowedPlaces.place(bytes, source: named.table)
    try FollowedPlaces.check(table: place.table, key: place.key, isOf: named)
    guard place.slot == settings.slot else {
      throw SourceError(
        .badSchema, source: named.table,
        "the place that was kept is one of the slot `\(place.slot)`; say --slot \(place.slot), or begin anew with --restart")
    }
    (phase, last, upTo, position, partial, rows) = (
      place.phase, place.last, place.upTo, place.position, place.partial, place.rows
    )
    if let columns = place.columns, columns != fingerprint {
      notices.append(SourceNotice(.odd, source: named.table, "its columns are others than before; they are read as they are now"))
    }
  }

  public func confirm(_ bytes: [UInt8]) throws(SourceError) {
    let place: Place = try FollowedPlaces.place(bytes, source: named.table)
    if place.position == position, place.partial == partial, place.rows == rows { isUnconfirmed = false }
    if place.phase == .log { confirm(upTo: place.position) }
  }
}
