import CSpawn
import Foundation

extension ChildProcess {
  public enum Environment {
    /// Ours, with these in it.
    case merged([String: String])
    /// These alone.
    case only([String: String])
  }

  /// What it finds blocked when it starts; what our own thread has blocked at that moment is not handed on.
  public enum BlockedSignals { case none, all }

  static func spawn(
    _ path: String, _ arguments: [String], _ environment: Environment, _ folder: String?, _ streams: [Int32],
    _ blocked: BlockedSignals
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    // Descriptors that a library of ours opened without care stay with us too.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (mask, every) = (sigset_t(), sigset_t())
    sigemptyset(&mask)
    sigfillset(&every)
    if blocked == .all { mask = every }
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let all: [String: String]
    switch environment {
    case .merged(let more): all = ProcessInfo.processInfo.environment.merging(more) { $1 }
    case .only(let these): all = these
    }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var id: Int32 = 0
    let failure = posix_spawnp(&id, path, &actions, &attributes, &words, &settings)
    guard failure == 0 else { throw Failure(description: "\(path) does not start: \(String(cString: strerror(failure)))") }
    return id
  }
}
