public import Records
public import RuleLanguage

/// What this room brings into the rule language: the baseline's parts, and the attribution of gaps.
public enum PricingWords {
  static let ladder = ValueType.opaque("ladder")

  public static func registry(isZone: @escaping @Sendable (String) -> Bool = Registry.looksLikeZone) -> Registry {
    Registry(
      natives: [
        Registry.NativeFunction(
          "attribute", version: 1, parameters: [.money, .list(fields: ["product", "quantity"]), .type(ladder)],
          fields: [("chance", .percent), ("loss", .money(.usDollar)), ("lines", .text)],
          meaning: "how likely a gap hides a line that was taken home, what that cost, and which line")
      ],
      baseline: [
        .init("price", parameters: [.key], type: .money(.usDollar), meaning: "a product's list price"),
        .init("cost", parameters: [.key], type: .money(.usDollar), meaning: "a product's standard cost"),
        .init("ladder", type: ladder, meaning: "the discounts that people really give"),
        .init("rate", parameters: [.key], type: .percent, meaning: "a rep's usual discount off list"),
      ], isZone: isZone)
  }

  /// The same words with a baseline behind them.
  public static func surroundings(_ prices: BaselinePrices, zone: @escaping @Sendable (String) -> Zone) -> RunSurroundings {
    RunSurroundings(zone: zone, baseline: prices, natives: ["attribute": Attribution(prices)])
  }
}
