import CMicroHTTP
import Glibc

// What the library calls, all of it in its one thread.

/// What callbacks find again behind their pointer.
final class ListenerContext: Sendable {
  let places: ClientPlaces
  let answer: @Sendable (String) -> HTTPAnswer?

  init(places: ClientPlaces, answer: @escaping @Sendable (String) -> HTTPAnswer?) {
    (self.places, self.answer) = (places, answer)
  }

  static func at(_ pointer: UnsafeMutableRawPointer?) -> ListenerContext? {
    pointer.map { Unmanaged<ListenerContext>.fromOpaque($0).takeUnretainedValue() }
  }
}

typealias ConnectionCallback =
  @convention(c) (
    UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?, MHD_ConnectionNotificationCode
  ) -> Void

let clientCameOrLeft: ConnectionCallback = { context, connection, _, event in
  guard let context = ListenerContext.at(context), let connection else { return }
  switch event {
  case .CONNECTION_NOTIFY_STARTED:
    context.places.arrived(UInt(bitPattern: connection), descriptor: sheriff_connection_descriptor(connection))
  default: context.places.left(UInt(bitPattern: connection))
  }
}

typealias CompletionCallback =
  @convention(c) (
    UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?, MHD_RequestTerminationCode
  ) -> Void

let requestIsCompleted: CompletionCallback = { context, connection, _, _ in
  guard let context = ListenerContext.at(context), let connection else { return }
  context.places.delivered(UInt(bitPattern: connection))
}

typealias UnescapeCallback =
  @convention(c) (
    UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
  ) -> Int

/// Leaves the path as it was written: the library would make `%00` of it the end of the text.
let nothingIsUnescaped: UnescapeCallback = { _, _, text in text.map { strlen($0) } ?? 0 }

typealias RequestCallback =
  @convention(c) (
    UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
    UnsafePointer<CChar>?, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> MHD_Result

/// Called for each request once its headers are there, and again when all of it is. What is answered at the first call costs the
/// connection, since the library then leaves the rest unread; so only refusals are.
let requestCame: RequestCallback = { context, connection, path, method, _, _, uploadSize, state in
  guard let context = ListenerContext.at(context), let connection, let path, let method, let state else { return .NO }
  let isFirstCall = state.pointee == nil
  state.pointee = UnsafeMutableRawPointer(connection)
  // A body that came in spite of its refusal.
  guard uploadSize?.pointee == 0 else { return .NO }
  if isFirstCall {
    guard let refusal = ListenerReply.refusal(method: method, connection) else { return .YES }
    return ListenerReply.send(refusal, allowing: refusal.status == 405, on: connection, context.places)
  }
  context.places.answering(UInt(bitPattern: connection))
  let answer: HTTPAnswer
  if let plain = RequestPath.plain(path) {
    answer = context.answer(plain) ?? .refusal(status: 404, code: "not_found", "nothing is served under this path")
  } else {
    answer = .refusal(
      status: 400, code: "bad_path", "a path begins with `/` and is UTF-8, with `%` and two digits for what needs it")
  }
  return ListenerReply.send(answer, on: connection, context.places)
}
