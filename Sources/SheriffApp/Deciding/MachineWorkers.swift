import Dispatch
import Foundation
import Records

extension Workers {
  /// A thread a core; more than eight would wait for memory.
  static let ofThisMachine = Workers(count: min(8, ProcessInfo.processInfo.activeProcessorCount)) { pieces, body in
    DispatchQueue.concurrentPerform(iterations: pieces, execute: body)
  }
}
