import Glibc

/// Wakes up when something changes in folders. Where the system does not tell, as on network drives, whoever waits looks again after a
/// while: being woken only makes it sooner.
final class ChangeWatch {
  private let descriptor: Int32

  init(folders: [String]) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return }
    let mask = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE)
    for folder in folders { _ = inotify_add_watch(descriptor, folder, mask) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func wait(_ limit: Duration) {
    let milliseconds = Int32(clamping: limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000)
    guard descriptor >= 0 else {
      poll(nil, 0, min(milliseconds, ChangeWatch.blindMilliseconds))
      return
    }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return }
    // What happened does not matter: whoever wakes up looks at the files.
    withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 8) { buffer in
      while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
    }
  }

  private static let blindMilliseconds: Int32 = 100
}
