import CPostgres
import Glibc

/// COPY: rows out of a table, and the log of a replication slot, which is spoken over the same door.
extension ServerLink {
  public enum CopyKind: Sendable { case out, both }
  public enum CopyState: Sendable {
    /// The body has had one.
    case piece
    /// Nothing has come yet.
    case nothing
    /// Whether well or badly, `endCopy` says.
    case ended
  }

  public func beginCopy(_ command: String, _ kind: CopyKind) throws(ServerFailure) {
    let result = PQexec(handle, command)
    defer { PQclear(result) }
    guard PQresultStatus(result) == (kind == .out ? PGRES_COPY_OUT : PGRES_COPY_BOTH) else { throw failure(result) }
  }

  /// Goes on to the next piece, which is handed to the body where there is one; its bytes are good within it.
  ///
  /// - isPatient: whether to wait for it.
  public func copied(isPatient: Bool = true, _ body: (UnsafeRawBufferPointer) -> Void) -> CopyState {
    PQfreemem(held)
    held = nil
    let count = PQgetCopyData(handle, &held, isPatient ? 0 : 1)
    guard count > 0, let held else { return count == 0 ? .nothing : .ended }
    body(UnsafeRawBufferPointer(start: held, count: Int(count)))
    return .piece
  }

  /// The command's own end, which also says whether all of it was delivered; nil where all is well.
  public func endCopy() -> ServerFailure? {
    var found: ServerFailure?
    while let result = PQgetResult(handle) {
      let status = PQresultStatus(result)
      // A COPY that goes both ways has an end on either side, and this side did not say its own.
      let isHalf = [PGRES_COPY_BOTH, PGRES_COPY_OUT, PGRES_COPY_IN].contains(status)
      if !isHalf, status != PGRES_COMMAND_OK, found == nil { found = failure(result) }
      PQclear(result)
      if isHalf { break }
    }
    return found ?? (PQstatus(handle) == CONNECTION_BAD ? failure(nil) : nil)
  }

  /// Ends a COPY that nobody reads to its end.
  public func cancelCopy() {
    if let request = PQgetCancel(handle) {
      var reason = [CChar](repeating: 0, count: 256)
      PQcancel(request, &reason, Int32(reason.count))
      PQfreeCancel(request)
    }
    while copied({ _ in }) == .piece {}
    while let result = PQgetResult(handle) { PQclear(result) }
  }

  public func send(_ bytes: [UInt8]) throws(ServerFailure) {
    let sent = bytes.withUnsafeBytes { bytes in
      PQputCopyData(handle, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
    }
    guard sent == 1, PQflush(handle) == 0 else { throw failure(nil) }
  }

  /// Waits until something has come, or the time is over. A signal only ends the wait early.
  public func wait(milliseconds: Int) throws(ServerFailure) {
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    _ = poll(&descriptor, 1, Int32(clamping: milliseconds))
    guard PQconsumeInput(handle) == 1 else { throw failure(nil) }
  }
}
