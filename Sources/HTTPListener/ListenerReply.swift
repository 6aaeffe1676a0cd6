import CMicroHTTP
import Glibc

/// Answers on their way into the library.
enum ListenerReply {
  /// What is refused by a request's head alone.
  static func refusal(method: UnsafePointer<CChar>, _ connection: OpaquePointer) -> HTTPAnswer? {
    guard strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 else {
      return .refusal(status: 405, code: "method_not_allowed", "this is for reading: GET and HEAD are answered")
    }
    let isEncoded = MHD_lookup_connection_value(connection, .HEADER_KIND, "Transfer-Encoding") != nil
    let length = MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length")
    guard !isEncoded, length.map({ strcmp($0, "0") == 0 }) ?? true else {
      return .refusal(status: 413, code: "body_not_taken", "a request for reading has no body; send its headers alone")
    }
    return nil
  }

  static func send(
    _ asked: HTTPAnswer, allowing namesMethods: Bool = false, on connection: OpaquePointer, _ places: ClientPlaces
  ) -> MHD_Result {
    let answer = isWritable(asked) ? asked : unwritable
    // The library copies the bytes, and so outlives them.
    let response = answer.body.withUnsafeBytes {
      MHD_create_response_from_buffer($0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
    }
    guard let response else { return .NO }
    defer { MHD_destroy_response(response) }
    var headers = [("Content-Type", answer.contentType), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    if namesMethods { headers.append(("Allow", "GET, HEAD")) }
    for (name, value) in headers where MHD_add_response_header(response, name, value) != .YES { return .NO }
    places.delivering(UInt(bitPattern: connection))
    return MHD_queue_response(connection, UInt32(answer.status), response)
  }

  private static let unwritable = HTTPAnswer.refusal(
    status: 500, code: "internal", "the answer to this could not be written; please report which path it was")

  /// What can stand in an answer's head. Neither comes from a client.
  private static func isWritable(_ answer: HTTPAnswer) -> Bool {
    (200...599).contains(answer.status) && !answer.contentType.isEmpty
      && answer.contentType.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
