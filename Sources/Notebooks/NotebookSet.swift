/// All notebooks of an export, in the order in which they are read.
public struct NotebookSet {
  private let facts: HistoryFacts

  public init(_ facts: HistoryFacts) { self.facts = facts }

  public func notebooks(for target: NotebookTarget) -> [Notebook] {
    let chapters = [
      ExplorationChapter(facts: facts, target: target).notebook, PlanningChapter(facts: facts, target: target).notebook,
      RulesChapter(facts: facts, target: target).notebook, LabelsChapter(facts: facts, target: target).notebook,
      ModelChapter(facts: facts, target: target).notebook, StreamChapter(facts: facts, target: target).notebook,
      BusinessChapter(facts: facts, target: target).notebook,
    ]
    switch target {
    case .jupyter: return chapters
    case .databricks: return chapters + [SparkChapter(facts: facts).notebook]
    }
  }

  /// What stands in the folder's README.md.
  public var readMe: String { ReadMe(facts: facts).text }

  /// Runs the notebooks in place: what is in them afterwards depends on the data and the pinned libraries alone.
  public static let runScript = RunScript.text
}
