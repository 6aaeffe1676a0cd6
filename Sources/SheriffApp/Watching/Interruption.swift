import Foundation

/// A wish to stop, from a terminal or a service manager, or to read rules and model again. It is kept back and looked for between two
/// steps, so that none is cut short.
enum Interruption {
  private static func set(_ signals: Int32...) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }

  /// Before any thread begins: those that come later follow.
  static func keepBack() {
    var set = set(SIGTERM, SIGINT)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  static func keepBackReloading() {
    var set = set(SIGHUP)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  static var isAsked: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
  }

  /// Whether reading again was asked for; it is not any more then.
  static func takeReload() -> Bool {
    var set = set(SIGHUP)
    var now = timespec()
    return sigtimedwait(&set, nil, &now) == SIGHUP
  }
}
