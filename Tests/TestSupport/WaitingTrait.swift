import Foundation
public import Testing

/// Runs tests that mostly wait, for programs, servers or the clock, on threads of their own.
///
/// The library runs as many tests at once as there are cores, so one that waits would keep a core from the others.
public struct WaitingTrait: TestTrait, SuiteTrait, TestScoping {
  public var isRecursive: Bool { true }

  /// Cases alone are run so; a suite around them does nothing itself.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> WaitingTrait? { testCase == nil ? nil : self }

  @concurrent public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared, operation: function)
  }
}

extension Trait where Self == WaitingTrait {
  public static var mostlyWaits: WaitingTrait { WaitingTrait() }
}

/// A few threads that may block: so many that waiting costs little, and so few that the servers that are waited for have room.
private final class WaitingThreads: TaskExecutor {
  static let shared = WaitingThreads(6)

  private let queue = OperationQueue()

  init(_ count: Int) { queue.maxConcurrentOperationCount = count }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.addOperation { unowned.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
