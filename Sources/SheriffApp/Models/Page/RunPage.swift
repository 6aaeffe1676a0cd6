import CommandLineKit
import Exploration
import Files
import Learning
import Records

/// Pages of runs, where somebody asked for one.
enum RunPage {
  static let option = Option("page", value: "FILE", "also write one HTML page, with curves")

  /// Of what the registry keeps of a version.
  static func write(_ side: ModelComparison.Side, of registry: any ModelRegistry, _ invocation: Invocation) throws {
    guard let path = invocation.text("page") else { return }
    let (curves, changes) = try registering { () throws(RegistryError) in
      (try registry.curves(ofRun: side.version.run), try registry.changes(of: side.version.name))
    }
    let own = changes.filter { $0.version == side.version.version }
    try write(RunStory(side: side, curves: curves, changes: own).story, path, invocation)
  }

  static func write(_ comparison: ModelComparison, of registry: any ModelRegistry, _ invocation: Invocation) throws {
    guard let path = invocation.text("page") else { return }
    let curves = try registering { () throws(RegistryError) in
      (try registry.curves(ofRun: comparison.first.version.run), try registry.curves(ofRun: comparison.second.version.run))
    }
    try write(ComparisonStory(comparison: comparison, curves: curves).story, path, invocation)
  }

  private static func write(_ story: Story, _ path: String, _ invocation: Invocation) throws {
    try reading { () throws(SourceError) in try OutputFile.write(StoryPage.render(story), to: path) }
    invocation.terminal.say("\(path): the same as a page, with curves")
  }
}
