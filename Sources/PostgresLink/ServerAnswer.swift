import CPostgres

/// Rows that a statement answered with. Owns the library's result.
///
/// Columns are counted from 0. A value of another kind than was asked for means that somebody else has changed the tables.
public final class ServerAnswer {
  private let result: OpaquePointer

  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  public var count: Int { Int(PQntuples(result)) }

  public func isNull(_ row: Int, _ column: Int) -> Bool { PQgetisnull(result, Int32(row), Int32(column)) == 1 }

  public func integer(_ row: Int, _ column: Int) throws(ServerFailure) -> Int64 {
    let bytes = try bytes(row, column, type: 20, "whole number")
    guard bytes.count == 8 else { throw odd(column, "whole number") }
    return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
  }

  public func int(_ row: Int, _ column: Int) throws(ServerFailure) -> Int { Int(try integer(row, column)) }

  public func real(_ row: Int, _ column: Int) throws(ServerFailure) -> Double {
    let bytes = try bytes(row, column, type: 701, "number")
    guard bytes.count == 8 else { throw odd(column, "number") }
    return Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
  }

  public func flag(_ row: Int, _ column: Int) throws(ServerFailure) -> Bool {
    try bytes(row, column, type: 16, "flag").first == 1
  }

  public func text(_ row: Int, _ column: Int) throws(ServerFailure) -> String {
    String(decoding: try bytes(row, column, type: 25, "text"), as: UTF8.self)
  }

  public func blob(_ row: Int, _ column: Int) throws(ServerFailure) -> [UInt8] {
    Array(try bytes(row, column, type: 17, "bytes"))
  }

  public func optionalInteger(_ row: Int, _ column: Int) throws(ServerFailure) -> Int64? {
    isNull(row, column) ? nil : try integer(row, column)
  }

  public func optionalReal(_ row: Int, _ column: Int) throws(ServerFailure) -> Double? {
    isNull(row, column) ? nil : try real(row, column)
  }

  public func optionalText(_ row: Int, _ column: Int) throws(ServerFailure) -> String? {
    isNull(row, column) ? nil : try text(row, column)
  }

  /// What is read makes no sense, in the words of the reader.
  public func damaged(_ column: Int, _ what: String) -> ServerFailure {
    let name = PQfname(result, Int32(column)).map { String(cString: $0) } ?? "\(column)"
    return ServerFailure(state: ServerFailure.damage, "`\(name)` \(what)")
  }

  /// The library's memory, good as long as the answer is.
  private func bytes(_ row: Int, _ column: Int, type: UInt32, _ kind: String) throws(ServerFailure) -> UnsafeRawBufferPointer {
    guard row < count, column < Int(PQnfields(result)), PQftype(result, Int32(column)) == type, !isNull(row, column) else {
      throw odd(column, kind)
    }
    return UnsafeRawBufferPointer(
      start: PQgetvalue(result, Int32(row), Int32(column)), count: Int(PQgetlength(result, Int32(row), Int32(column))))
  }

  private func odd(_ column: Int, _ kind: String) -> ServerFailure { damaged(column, "is no \(kind)") }
}
