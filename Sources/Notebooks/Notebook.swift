/// What a reader goes through from top to bottom: words and code, as no tool's format has them yet.
public struct Notebook: Hashable, Sendable {
  /// Of the file, without its ending: `01-exploration`.
  public var name: String
  public var cells: [Cell]

  public init(_ name: String, _ cells: [Cell]) { (self.name, self.cells) = (name, cells) }
}

/// One step of a notebook.
public struct Cell: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// Markdown.
    case text(String)
    /// Python.
    case code(String)
  }

  /// Known within the notebook, and the same whenever it is written: a change of one cell is no change of the others.
  public var id: String
  public var content: Content

  public static func text(_ id: String, _ text: String) -> Cell { Cell(id: id, content: .text(text)) }

  public static func code(_ id: String, _ text: String) -> Cell { Cell(id: id, content: .code(text)) }
}

/// Who runs a notebook.
public enum NotebookTarget: Sendable {
  case jupyter, databricks

  /// Where the exported tables lie, from the notebook's own folder.
  var dataFolder: String {
    switch self {
    case .jupyter: "data"
    case .databricks: "../data"
    }
  }
}
