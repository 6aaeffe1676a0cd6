import Glibc
import Synchronization

/// Who is connected, since when, and what is waited for.
///
/// The library's own time limit begins anew with each byte, so a client that sends one now and then would keep its place for hours.
/// Here a limit holds for all of a request. A connection is ended by shutting its socket down: the library then finds it closed, and
/// cleans up in its own thread. It tells of that before it closes the descriptor, so no other connection's is hit.
final class ClientPlaces: Sendable {
  private enum Waiting { case request, answer, delivery }

  private struct Place {
    let descriptor: Int32
    var waiting = Waiting.request
    var since: UInt64
    var isShutDown = false
  }

  private let limits: ListenerLimits
  /// By the address of the library's connection.
  private let places = Mutex<[UInt: Place]>([:])

  init(_ limits: ListenerLimits) { self.limits = limits }

  func arrived(_ connection: UInt, descriptor: Int32) {
    places.withLock { $0[connection] = Place(descriptor: descriptor, since: ClientPlaces.now()) }
  }

  func left(_ connection: UInt) { places.withLock { _ = $0.removeValue(forKey: connection) } }

  /// Our own time is not the client's fault.
  func answering(_ connection: UInt) { change(connection, to: .answer) }

  func delivering(_ connection: UInt) { change(connection, to: .delivery) }

  func delivered(_ connection: UInt) { change(connection, to: .request) }

  private func change(_ connection: UInt, to waiting: Waiting) {
    let now = ClientPlaces.now()
    places.withLock {
      $0[connection]?.waiting = waiting
      $0[connection]?.since = now
    }
  }

  /// Answers that somebody still waits for.
  var answersUnderWay: Int { places.withLock { $0.values.count { $0.waiting != .request && !$0.isShutDown } } }

  func endTheSlow() {
    places.withLock { places in
      let now = ClientPlaces.now()
      let isFull = places.count >= limits.connectionCountMax
      let seconds = isFull ? limits.clientSecondsMaxWhenFull : limits.clientSecondsMax
      let span = UInt64(max(0, min(seconds, 1e9)) * 1e9)
      for (connection, place) in places where place.waiting != .answer && !place.isShutDown && place.since + span < now {
        shutdown(place.descriptor, Int32(SHUT_RDWR))
        places[connection]?.isShutDown = true
      }
    }
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
