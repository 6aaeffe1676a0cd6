import CommandLineKit
import Detection
import Monitor
import Records

/// One monitor over one source.
final class SourceWork: WatchedWork {
  private let monitor: Monitor
  private let source: any FollowedSource
  private var judge: SourceJudge
  private let renewed: () throws -> SourceJudge
  /// By judges before this one.
  private var saidBefore = WatchFigures()

  /// - renewed: reads rules and model again.
  init(_ monitor: Monitor, _ source: any FollowedSource, _ judge: SourceJudge, renewed: @escaping () throws -> SourceJudge) {
    (self.monitor, self.source, self.judge, self.renewed) = (monitor, source, judge, renewed)
  }

  var hashes: [DecisionHashes] { [judge.hashes] }
  var isExpectingMore: Bool { source.isExpectingMore }

  var figures: WatchFigures {
    var figures = saidBefore
    figures.counts = monitor.counts
    figures.add(judge)
    return figures
  }

  func step() throws -> WatchStep {
    do {
      switch try monitor.step() {
      case .worked: return .worked
      case .idle: return .idle
      case .held(let failure): return .held("\(failure)")
      }
    } catch let error as SourceError where error.isRetriable {
      return .held("\(error)")
    }
  }

  func wait(_ limit: Duration) { source.wait(limit) }
  func showLife() { source.showLife() }
  func takeNotices() -> [SourceNotice] { monitor.takeNotices() }

  func reload() throws -> [String] {
    let next = try renewed()
    let notes: [String]
    do throws(StateError) { notes = try monitor.prepare(next) } catch { throw CommandFailure(.badData, "\(error)") }
    monitor.use(next)
    saidBefore.add(judge)
    judge = next
    return notes
  }

  func checkpoint() throws(DeliveryFailure) { try monitor.checkpoint() }
  func finish() throws { try monitor.finish() }
  func close() {}
}
