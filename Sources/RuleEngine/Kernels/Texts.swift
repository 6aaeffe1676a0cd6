import Foundation
import Records

/// What steps ask of texts, by their symbols. Answers are remembered: the same few texts come again and again.
final class Texts {
  private struct Question: Hashable {
    var function: FunctionCode
    var first: Int64
    var second: Int64 = 0
    var third: Int64 = 0
  }

  let symbols: SymbolTable
  private var answers: [Question: Int64] = [:]
  private var known: [Int64: String] = [:]
  /// Beyond it everything is forgotten and begins anew: texts that never come again must not be kept for ever.
  private static let answersMax = 200_000

  init(_ symbols: SymbolTable) { self.symbols = symbols }

  func text(_ symbol: Int64) -> String {
    if let text = known[symbol] { return text }
    let text = symbols.text(of: Symbol(id: UInt32(truncatingIfNeeded: symbol)))
    if known.count > Texts.answersMax { known = [:] }
    known[symbol] = text
    return text
  }

  func symbol(_ text: String) -> Int64 {
    // What is ASCII has one form; asking Foundation for it costs more than all else here.
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    return Int64(symbols.intern(isPlain ? text : text.precomposedStringWithCanonicalMapping).id)
  }

  /// By the bytes of UTF-8.
  func isLess(_ left: Int64, _ right: Int64) -> Bool {
    left != right && text(left).utf8.lexicographicallyPrecedes(text(right).utf8)
  }

  func areAlike(_ left: Int64, _ right: Int64) -> Bool {
    if left == right { return true }
    return answer(Question(function: .lower, first: left)) { [self] in symbol(text(left).lowercased()) }
      == answer(Question(function: .lower, first: right)) { [self] in symbol(text(right).lowercased()) }
  }

  private func answer(_ question: Question, _ body: () -> Int64) -> Int64 {
    if let known = answers[question] { return known }
    let answer = body()
    if answers.count > Texts.answersMax { answers = [:] }
    answers[question] = answer
    return answer
  }

  func apply(_ code: FunctionCode, _ arguments: [Int64], isWhole: Bool) -> Int64 {
    if code == .concat { return symbol(arguments.map { text($0) }.joined()) }
    let question = Question(
      function: code, first: arguments[0], second: arguments.count > 1 ? arguments[1] : 0,
      third: arguments.count > 2 ? arguments[2] : 0)
    if code == .text { return isWhole ? symbol(String(arguments[0])) : arguments[0] }
    return answer(question) { [self] in fresh(code, arguments) }
  }

  private func fresh(_ code: FunctionCode, _ arguments: [Int64]) -> Int64 {
    let first = text(arguments[0])
    func second() -> String { text(arguments[1]) }
    switch code {
    case .lower: return symbol(first.lowercased())
    case .upper: return symbol(first.uppercased())
    case .trim:
      let body = first.drop(while: \.isWhitespace)
      return symbol(String(body.reversed().drop(while: \.isWhitespace).reversed()))
    case .length: return Int64(first.count)
    case .contains: return Texts.isPart(Array(second().utf8), of: Array(first.utf8)) ? 1 : 0
    case .startsWith: return first.utf8.starts(with: second().utf8) ? 1 : 0
    case .endsWith: return first.utf8.reversed().starts(with: second().utf8.reversed()) ? 1 : 0
    case .matches: return Texts.fits(Array(first), Array(second())) ? 1 : 0
    case .left: return symbol(String(first.prefix(max(0, Int(clamping: arguments[1])))))
    case .right: return symbol(String(first.suffix(max(0, Int(clamping: arguments[1])))))
    case .replace: return second().isEmpty ? arguments[0] : symbol(Texts.replaced(first, second(), text(arguments[2])))
    default: return arguments[0]
    }
  }

  private static func isPart(_ part: [UInt8], of whole: [UInt8]) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains { whole[$0...].starts(with: part) }
  }

  /// From the left, bytes that were replaced are not looked at again.
  private static func replaced(_ text: String, _ part: String, _ other: String) -> String {
    let (whole, part, other) = (Array(text.utf8), Array(part.utf8), Array(other.utf8))
    var result: [UInt8] = []
    var position = 0
    while position < whole.count {
      if whole[position...].starts(with: part) {
        result += other
        position += part.count
      } else {
        result.append(whole[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a text fits a pattern in which `*` is any text and `?` one character: back to the last star where it does not.
  private static func fits(_ text: [Character], _ pattern: [Character]) -> Bool {
    var (position, place) = (0, 0)
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
        position += 1
        place += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        (position, place) = (last.position + 1, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}

extension Frame {
  func textFunction(_ code: FunctionCode, _ step: Step) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    combineValidity(step, result, count, isRestricting: false)
    var arguments = [Int64](repeating: 0, count: step.operands.count)
    for row in 0..<count where result.isValid(row) {
      for place in arguments.indices { arguments[place] = value(step.operands[place], row) }
      let answer = texts.apply(code, arguments, isWhole: step.operands[0].kind == .whole)
      if step.kind == .flag { result.set(row, in: result.truth, answer == 1) } else { result.values[row] = answer }
    }
  }

  func like(_ step: Step) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    combineValidity(step, result, count, isRestricting: false)
    for row in 0..<count where result.isValid(row) {
      result.set(row, in: result.truth, texts.areAlike(value(step.operands[0], row), value(step.operands[1], row)))
    }
  }

  /// Texts have an order of bytes, which their symbols have not.
  func textComparison(_ comparison: Step.Comparison, _ step: Step) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    combineValidity(step, result, count, isRestricting: false)
    for row in 0..<count where result.isValid(row) {
      let (left, right) = (value(step.operands[0], row), value(step.operands[1], row))
      let truth: Bool =
        switch comparison {
        case .equal: left == right
        case .notEqual: left != right
        case .less: texts.isLess(left, right)
        case .atMost: !texts.isLess(right, left)
        case .greater: texts.isLess(right, left)
        case .atLeast: !texts.isLess(left, right)
        }
      result.set(row, in: result.truth, truth)
    }
  }
}
