public import Records

extension PriceBook {
  /// The price list that a company has: `product,price,cost`, as rows of cells under that header.
  public init(catalogue source: any RecordSource) throws(SourceError) {
    var entries: [Entry] = []
    while let batch = try source.next() {
      if let reject = batch.rejects.first {
        throw SourceError(
          .badSchema, source: reject.source,
          "line \(reject.line): \(reject.message); a price list must be whole, so nothing was read")
      }
      for record in 0..<batch.count {
        entries.append(
          Entry(
            product: source.symbols.text(of: batch.columns[0].keys[record]),
            price: Money(unchecked: batch.columns[1].money[record]),
            cost: batch.columns[2].validity[record] ? Money(unchecked: batch.columns[2].money[record]) : nil, support: 0))
      }
    }
    var seen: Set<String> = []
    for entry in entries where !seen.insert(entry.product).inserted {
      throw SourceError(.badSchema, source: "the catalogue", "`\(entry.product)` has two prices; keep one")
    }
    self.init(entries: entries)
  }

  public static var catalogueSchema: Schema {
    let usd = Currency.usDollar
    return Schema(
      name: "catalogue",
      fields: [
        Field(name: "product", type: .key, isRequired: true), Field(name: "price", type: .money(usd), isRequired: true),
        Field(name: "cost", type: .money(usd)),
      ], mappings: [SourceMapping(kind: .columns, fields: [["product"], ["price"], ["cost"]])])
  }
}
