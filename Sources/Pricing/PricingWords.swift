public import Records
public import RuleLanguage

/// What this room brings into the rule language: the baseline's parts, and the attribution of gaps.
public enum PricingWords {
  static let ladder = ValueType.opaque("ladder")

  public static func registry(isZone: @escaping @Sendable (String) -> Bool = Registry.looksLikeZone) -> Registry {
    Registry(
      natives: [
        Registry.NativeFunction(
          "attribute", version: 2, parameters: [.money, .list(fields: ["product", "quantity", "price"]), .type(ladder)],
          fields: Attribution.fields,
          meaning: "how likely a gap hides a line that was taken home, what that cost, and which line"),
        Registry.NativeFunction(
          "attribute_to", version: 2,
          parameters: [.type(.key), .type(.time), .money, .list(fields: ["product", "quantity", "price"]), .type(ladder)],
          fields: Attribution.fields,
          meaning: "the same of a rep's order of a time: what that rep is known for, and the discounts of that time"),
      ],
      baseline: [
        .init("price", parameters: [.key], type: .money(.usDollar), meaning: "a product's list price"),
        .init("cost", parameters: [.key], type: .money(.usDollar), meaning: "a product's standard cost"),
        .init(
          "usual", parameters: [.key], type: .money(.usDollar),
          meaning: "what a product would list at had nobody altered its price"),
        .init("since", parameters: [.key], type: .time, meaning: "from when on a product has had its list price"),
        .init("ladder", type: ladder, meaning: "the discounts that people really give"),
        .init("rate", parameters: [.key], type: .percent, meaning: "a rep's usual discount off list"),
        .init(
          "presence", parameters: [.key], type: .percent, meaning: "how many orders a rep has, against the rep in the middle"),
        .init(
          "issued", parameters: [.key], type: .flag,
          meaning: "whether a customer's number lies among those given out; true where numbers tell nothing"),
        .init(
          "trade", parameters: [.time], type: .percent,
          meaning: "how much is usually sold on such a weekday and hour, against the average"),
        .init("late", type: .percent, meaning: "how many orders come more than a day late"),
        .init("odd", type: .percent, meaning: "how many charges no discount makes"),
        .init("padding", parameters: [.key], type: .percent, meaning: "how many of a rep's orders hide goods"),
      ], isZone: isZone)
  }

  /// The same words with a baseline behind them.
  public static func surroundings(_ prices: BaselinePrices, zone: @escaping @Sendable (String) -> Zone) -> RunSurroundings {
    RunSurroundings(
      zone: zone, baseline: prices,
      natives: ["attribute": Attribution(prices, ofRep: false), "attribute_to": Attribution(prices, ofRep: true)])
  }
}
