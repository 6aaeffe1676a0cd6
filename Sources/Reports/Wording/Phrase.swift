/// A phrase taken apart into words and places for figures.
struct Phrase {
  private enum Piece {
    case words(String, isStrong: Bool)
    case figure(String, isStrong: Bool)
    case form(String, one: String, many: String, isStrong: Bool)
  }

  private let pieces: [Piece]

  init(_ text: String) {
    var pieces: [Piece] = []
    var isStrong = false
    var words = ""
    func flush() -> [Piece] { words.isEmpty ? [] : [.words(words, isStrong: isStrong)] }
    var rest = Substring(text)
    while let character = rest.first {
      if rest.hasPrefix("**") {
        pieces += flush()
        (words, isStrong) = ("", !isStrong)
        rest = rest.dropFirst(2)
      } else if character == "{", let end = rest.firstIndex(of: "}") {
        pieces += flush()
        words = ""
        let parts = rest[rest.index(after: rest.startIndex)..<end].split(separator: "|", omittingEmptySubsequences: false)
        let name = String(parts[0])
        pieces.append(
          parts.count == 3
            ? .form(name, one: String(parts[1]), many: String(parts[2]), isStrong: isStrong)
            : .figure(name, isStrong: isStrong))
        rest = rest[rest.index(after: end)...]
      } else {
        words.append(character)
        rest = rest.dropFirst()
      }
    }
    self.pieces = pieces + flush()
  }

  /// The names of the figures that it has places for.
  var names: Set<String> {
    Set(
      pieces.compactMap { piece in
        switch piece {
        case .words: nil
        case .figure(let name, _), .form(let name, _, _, _): name
        }
      })
  }

  /// A place that nothing was given for shows its name: a slip in a phrase is seen, and harms nothing.
  func runs(_ figures: [String: Figure], targets: [String: String]) -> [Run] {
    pieces.map { piece in
      switch piece {
      case .words(let words, let isStrong): Run(.text(words), isStrong: isStrong)
      case .figure(let name, let isStrong):
        Run(figures[name] ?? .text("{\(name)}"), isStrong: isStrong, target: targets[name])
      case .form(let name, let one, let many, let isStrong):
        Run(.text(figures[name] == .count(1) ? one : many), isStrong: isStrong)
      }
    }
  }
}
