import Glibc

/// What a service is told from outside.
public enum Signal: Int32, CaseIterable, Sendable {
  /// Read the configuration and the rules anew.
  case hangUp = 1
  /// End, asked by a person at the terminal.
  case interrupt = 2
  /// End, asked by the service manager.
  case terminate = 15
}
