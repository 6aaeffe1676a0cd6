import Records

/// What a rule means, as a hash: the same however the file is laid out and whatever its names, another for another meaning.
///
/// Every expression has a digest made from its operation and its operands' digests, so what rules share is hashed once.
public struct ContentHash: Sendable {
  private let program: Program
  private var digests: [Expression.ID: [UInt8]] = [:]
  private var lists: [Int: [UInt8]] = [:]

  public init(_ program: Program) { self.program = program }

  /// In hexadecimal.
  public mutating func of(_ rule: Program.Rule) -> String {
    var bytes = Bytes()
    bytes.add("rule 1")
    bytes.add(program.schemas[rule.schema].name)
    for text in [rule.scheme, rule.severity.rawValue, rule.status.rawValue, rule.vote?.rawValue ?? ""] { bytes.add(text) }
    bytes.add(rule.expires?.microseconds ?? .min)
    for id in [rule.when, rule.score, rule.loss] { bytes.add(digest(id)) }
    for part in rule.because.parts {
      switch part {
      case .text(let text): bytes.add("text", text)
      case .hole(let id, let format):
        bytes.add("hole", format.rawValue)
        bytes.add(digest(id))
      }
    }
    for suppression in program.suppressions where suppression.rule == rule.id {
      bytes.add("suppressed")
      bytes.add(digest(suppression.filter))
      bytes.add(suppression.until.microseconds)
    }
    return SHA256.hash(bytes.bytes)
  }

  public mutating func of(_ feature: Program.Feature) -> String {
    var bytes = Bytes()
    bytes.add("feature 1")
    bytes.add(program.schemas[feature.schema].name)
    bytes.add(digest(feature.expression))
    return SHA256.hash(bytes.bytes)
  }

  /// An expression's digest: 32 bytes, zeros for none. A feature's is that of what it stands for.
  public mutating func of(_ expression: Expression.ID) -> [UInt8] {
    var id = expression
    while id >= 0, program.expressions[id].operation == .feature { id = program.expressions[id].first }
    return id < 0 ? Array(repeating: 0, count: 32) : digest(id)
  }

  private mutating func digest(_ id: Expression.ID) -> [UInt8] {
    guard id >= 0 else { return [0] }
    if let known = digests[id] { return known }
    let node = program.expressions[id]
    var bytes = Bytes()
    bytes.add("\(node.operation)", node.type.name)
    switch node.operation {
    case .constant where node.type == .text || node.type == .key: bytes.add(program.expressions.texts[Int(node.payload)])
    case .field, .previousField: bytes.add(program.schemas[Int(node.first)].fields[Int(node.payload)].name)
    case .elementField:
      let list = program.schemas[Int(node.third)].lists[Int(node.first)]
      bytes.add(list.name, list.fields[Int(node.payload)].name)
      bytes.add(Int64(node.second))
    case .list: bytes.add(program.schemas[Int(-2 - node.third)].lists[Int(node.payload)].name)
    case .inList: bytes.add(list(Int(node.payload)))
    case .call: bytes.add(program.functions[Int(node.payload)].name)
    case .native:
      let native = program.natives[Int(node.payload)]
      bytes.add(native.name)
      bytes.add(Int64(native.version))
    case .baseline: bytes.add(program.baselineNames[Int(node.payload)].name)
    case .window: add(program.windows[Int(node.payload)], to: &bytes)
    case .fold: add(program.folds[Int(node.payload)], to: &bytes)
    // A feature's place in the load is none of its meaning.
    case .feature: break
    default: bytes.add(node.payload)
    }
    switch node.operation {
    case .field, .previousField, .elementField, .list, .constant: break
    case .and, .or:
      // What is joined has no order.
      let parts = Set(Simplification.parts(id, node.operation, program.expressions).map { digest($0) })
      for part in parts.sorted(by: { $0.lexicographicallyPrecedes($1) }) { bytes.add(part) }
    default: for operand in [node.first, node.second, node.third] { bytes.add(digest(operand)) }
    }
    let result = SHA256.digest(bytes.bytes)
    digests[id] = result
    return result
  }

  private mutating func add(_ window: Window, to bytes: inout Bytes) {
    bytes.add(window.function.rawValue, "\(window.reach)")
    bytes.add(program.schemas[window.schema].name)
    bytes.add(digest(window.argument))
    bytes.add(digest(window.filter))
    bytes.add(Int64(bitPattern: window.share.bitPattern))
    for key in window.keys { bytes.add(digest(key)) }
    bytes.add("excluding")
    for key in window.excludingSame { bytes.add(digest(key)) }
    bytes.add(window.delay)
    bytes.add(window.includesCurrent ? 1 : 0)
    bytes.add(Int64(window.requires))
  }

  private mutating func add(_ fold: Fold, to bytes: inout Bytes) {
    bytes.add(fold.function.rawValue, program.schemas[fold.schema].lists[fold.list].name)
    bytes.add(Int64(fold.level))
    for part in [fold.argument, fold.filter, fold.key] { bytes.add(digest(part)) }
  }

  private mutating func list(_ index: Int) -> [UInt8] {
    if let known = lists[index] { return known }
    let list = program.lists[index]
    var bytes = Bytes()
    bytes.add(list.type.name)
    for member in Set(list.members).sorted() { bytes.add(member) }
    let result = SHA256.digest(bytes.bytes)
    lists[index] = result
    return result
  }

  /// Everything with its length, so that no two contents run together into the same bytes.
  private struct Bytes {
    var bytes: [UInt8] = []

    mutating func add(_ texts: String...) {
      for text in texts { add(Array(text.utf8)) }
    }

    mutating func add(_ number: Int64) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }

    mutating func add(_ part: [UInt8]) {
      add(Int64(part.count))
      bytes.append(contentsOf: part)
    }
  }
}
