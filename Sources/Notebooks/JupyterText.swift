import Diagnostics

/// A notebook as Jupyter keeps it: JSON of nbformat 4.5, laid out as nbformat itself writes it, so that a notebook that was run differs
/// from one that was not by its outputs alone.
public enum JupyterText {
  public static func render(_ notebook: Notebook) -> String {
    let cells = notebook.cells.map { cell in
      switch cell.content {
      case .text(let text):
        Layout.object([
          ("cell_type", .text("markdown")), ("id", .text(cell.id)), ("metadata", .object([])), ("source", lines(text)),
        ])
      case .code(let text):
        Layout.object([
          ("cell_type", .text("code")), ("execution_count", .null), ("id", .text(cell.id)), ("metadata", .object([])),
          ("outputs", .array([])), ("source", lines(text)),
        ])
      }
    }
    let metadata = Layout.object([
      (
        "kernelspec",
        .object([("display_name", .text("Python 3")), ("language", .text("python")), ("name", .text("python3"))])
      ), ("language_info", .object([("name", .text("python"))])),
    ])
    return Layout.object([
      ("cells", .array(cells)), ("metadata", metadata), ("nbformat", .number("4")), ("nbformat_minor", .number("5")),
    ]).text(indent: 0) + "\n"
  }

  /// A line each, all but the last with their ends.
  private static func lines(_ text: String) -> Layout {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return .array(lines.enumerated().map { place, line in .text(line + (place + 1 < lines.count ? "\n" : "")) })
  }

  private indirect enum Layout {
    case null
    case number(String)
    case text(String)
    case array([Layout])
    case object([(String, Layout)])

    func text(indent: Int) -> String {
      let inside = String(repeating: " ", count: indent + 1)
      func block(_ parts: [String], _ open: String, _ close: String) -> String {
        guard !parts.isEmpty else { return open + close }
        return open + "\n" + parts.map { inside + $0 }.joined(separator: ",\n") + "\n" + String(repeating: " ", count: indent)
          + close
      }
      switch self {
      case .null: return "null"
      case .number(let text): return text
      case .text(let text): return jsonString(text)
      case .array(let parts): return block(parts.map { $0.text(indent: indent + 1) }, "[", "]")
      case .object(let parts):
        return block(parts.map { "\(jsonString($0.0)): \($0.1.text(indent: indent + 1))" }, "{", "}")
      }
    }
  }
}
