public import Records
public import RuleLanguage

/// What generated programs call that is not of the language: native functions, a baseline, a model. Each answers from its
/// arguments alone, by arithmetic that every machine does alike.
public enum HarnessWords {
  static let ladder = ValueType.opaque("ladder")

  public static let registry = Registry(
    natives: [
      Registry.NativeFunction(
        "attribute", version: 1, parameters: [.money, .list(fields: ["product", "quantity"]), .type(ladder)],
        fields: [("chance", .percent), ("loss", .money(.usDollar)), ("lines", .text)],
        meaning: "how likely an amount hides an element of a list"),
      Registry.NativeFunction(
        "outline", version: 3, parameters: [.type(.text), .type(.integer), .type(.number)],
        fields: [
          ("parts", .integer), ("weight", .number), ("first", .key), ("isOdd", .flag), ("lasts", .duration), ("since", .time),
        ],
        meaning: "what a text looks like from afar"),
    ],
    baseline: [
      .init("price", parameters: [.key], type: .money(.usDollar), meaning: "a product's price"),
      .init("rate", parameters: [.key], type: .percent, meaning: "a rep's usual discount"),
      .init("ladder", type: ladder, meaning: "the discounts that are given"),
      .init("usual_wait", parameters: [.key], type: .duration, meaning: "how long one waits"),
      .init("opened", parameters: [.key], type: .time, meaning: "since when there is one"),
      .init("motto", parameters: [.key], type: .text, meaning: "a word about it"),
      .init("twin", parameters: [.key], type: .key, meaning: "another like it"),
      .init("trusted", parameters: [.key], type: .flag, meaning: "whether nobody complained"),
      .init("drift", parameters: [.key, .text], type: .number, meaning: "how far it moved"),
      .init("size", type: .integer, meaning: "how many records were learned from"),
    ])

  /// Everything a program needs besides its records but for the zones, which the caller reads.
  public static func surroundings(zone: @escaping @Sendable (String) -> Zone) -> RunSurroundings {
    RunSurroundings(
      zone: zone, baseline: HarnessBaseline(), natives: ["attribute": Attribution(), "outline": Outline()],
      modelScore: { row in row % 7 == 3 ? nil : row % 23 == 5 ? .infinity : Double((row * 37) % 101) / 100 })
  }
}

/// A number from what is asked, the same everywhere: FNV-1a over the bytes.
private struct Digest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = (state ^ 0xFF) &* 0x100_0000_01B3
  }

  mutating func add(_ number: Int64) { add(String(number)) }

  mutating func add(_ value: Value) {
    switch value {
    case .missing: add("missing")
    case .money(let amount), .integer(let amount), .duration(let amount), .time(let amount): add(amount)
    case .number(let number): add(Int64(bitPattern: (number == 0 ? 0 : number).bitPattern))
    case .text(let text): add(text)
    case .flag(let flag): add(flag ? "true" : "false")
    }
  }

  func below(_ count: UInt64) -> Int64 { Int64((state >> 17) % count) }
}

private struct HarnessBaseline: BaselineValues {
  func value(of name: String, _ arguments: [Value]) -> Value {
    if arguments.contains(where: \.isMissing) { return .missing(.absent) }
    var digest = Digest()
    digest.add(name)
    for argument in arguments { digest.add(argument) }
    if digest.below(4) == 0, name != "size" { return .missing(.absent) }
    let roll = digest.below(1_000)
    switch name {
    // Now and then what no value can be.
    case "price" where roll % 20 == 7: return .money(1 << 60)
    case "drift" where roll % 20 == 7: return .number(roll % 40 == 7 ? .infinity : .nan)
    case "price": return .money(roll * 2_500)
    case "rate": return .number(Double(roll % 40) / 100)
    case "usual_wait": return .duration(roll * 3_600_000_000)
    case "opened": return .time(1_400_000_000_000_000 + roll * 400_000_000_000)
    case "motto": return .text(["a", "North", "é", "R1"][Int(roll % 4)])
    case "twin": return .text(["R1", "R2", "C1"][Int(roll % 3)])
    case "trusted": return .flag(roll % 2 == 0)
    case "drift": return .number(Double(roll - 500) / 8)
    case "size": return .integer(42)
    default: return .missing(.absent)
    }
  }
}

private struct Attribution: NativeComputation {
  func result(_ arguments: [NativeArgument]) -> [Value] {
    guard arguments.count == 3, case .value(.money(let gap)) = arguments[0], case .elements(let elements) = arguments[1] else {
      return [.missing(.absent), .missing(.absent), .missing(.absent)]
    }
    var digest = Digest()
    digest.add(gap)
    for element in elements { for value in element { digest.add(value) } }
    let chance = digest.below(101)
    return [
      .number(chance == 13 ? .infinity : Double(chance) / 100), .money(chance == 26 ? .min : digest.below(100_000)),
      elements.isEmpty ? .missing(.absent) : .text("\(elements.count) of \(gap)"),
    ]
  }
}

private struct Outline: NativeComputation {
  func result(_ arguments: [NativeArgument]) -> [Value] {
    var digest = Digest()
    for argument in arguments {
      guard case .value(let value) = argument, !value.isMissing else {
        return Array(repeating: .missing(.absent), count: 6)
      }
      digest.add(value)
    }
    let roll = digest.below(1_000)
    let weight = roll % 20 == 7 ? -.infinity : Double(roll) / 16
    return [
      .integer(roll % 5), .number(weight), .text(["R1", "R2", "A"][Int(roll % 3)]), .flag(roll % 2 == 1),
      .duration(roll * 1_000_000), .time(1_500_000_000_000_000 + roll * 86_400_000_000),
    ]
  }
}
