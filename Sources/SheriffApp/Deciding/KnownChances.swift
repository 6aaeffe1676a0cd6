import Detection
import RuleEngine
import RuleLanguage
import Synchronization

/// A model's chances by records' rows, for rules that ask for them.
final class KnownChances: Sendable {
  // Those who ask are told nothing of threads, and are many where a history is decided on.
  private let chances = Mutex<[Int64: Double]>([:])

  func add(_ opinions: ModelOpinions, _ decisions: Decisions) {
    chances.withLock { chances in
      for record in 0..<decisions.count {
        chances[decisions.row(record)] = opinions.byScheme.values.compactMap { $0[record]?.chance }.max()
      }
    }
  }

  func removeAll() { chances.withLock { $0.removeAll(keepingCapacity: true) } }

  /// They are asked for as they are by then.
  func beside(_ surroundings: RunSurroundings) -> RunSurroundings {
    var surroundings = surroundings
    surroundings.modelScore = { [self] row in chances.withLock { $0[row] } }
    return surroundings
  }
}
