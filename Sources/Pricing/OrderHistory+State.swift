public import Records

/// A history as bytes: columns as they lie, and the keys' texts, since another process gives them other symbols.
extension OrderHistory {
  func write(to writer: inout StateWriter, _ symbols: SymbolTable) {
    var texts: [String] = []
    var places: [Symbol: Int32] = [:]
    func place(_ symbol: Symbol?) -> Int32 {
      guard let symbol else { return -1 }
      if let known = places[symbol] { return known }
      let place = Int32(texts.count)
      places[symbol] = place
      texts.append(symbols.text(of: symbol))
      return place
    }
    let (reps, customers, products) = (reps.map(place), customers.map(place), products.map { place($0) })
    writer.add(texts.count)
    for text in texts { writer.add(text: text) }
    writer.add(rows)
    writer.add(times)
    for column in [reps, customers, products] { writer.add(column) }
    for column in [lists, costs, charges] { column.write(to: &writer) }
    writer.add(offsets.map(Int64.init))
    writer.add(lineProducts)
    writer.add(lineQuantities)
    writer.add(passedOver)
  }

  init(_ reader: inout StateReader, _ symbols: SymbolTable) throws(StateError) {
    var texts: [Symbol] = []
    for _ in 0..<(try reader.count(bytesEach: 8)) { texts.append(symbols.intern(try reader.text())) }
    func keys(_ places: [Int32]) throws(StateError) -> [Symbol?] {
      guard places.allSatisfy({ $0 >= -1 && Int($0) < texts.count }) else { throw StateError("a key stands for nothing") }
      return places.map { $0 < 0 ? nil : texts[Int($0)] }
    }
    let (rows, times) = (try reader.numbers(), try reader.numbers())
    let (reps, customers) = (try keys(reader.halves()), try keys(reader.halves()))
    let products = try keys(reader.halves()).compactMap(\.self)
    let amounts = [try AmountColumn(&reader), try AmountColumn(&reader), try AmountColumn(&reader)]
    let offsets = try reader.numbers()
    let (lineProducts, lineQuantities) = (try reader.halves(), try reader.numbers())
    let passedOver = try reader.number()
    guard [times.count, reps.count, customers.count, offsets.count - 1].allSatisfy({ $0 == rows.count }),
      amounts.allSatisfy({ $0.amounts.count == rows.count }), lineProducts.count == lineQuantities.count,
      offsets.first == 0, offsets.last == Int64(lineProducts.count), zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }),
      lineProducts.allSatisfy({ $0 >= 0 && Int($0) < products.count }), Set(products).count == products.count, passedOver >= 0,
      lineQuantities.allSatisfy({ (1...OrderHistory.quantityMax).contains($0) })
    else { throw StateError("the orders that were learned from do not fit together") }
    self.init(
      rows: rows, times: times, reps: reps, customers: customers, lists: amounts[0], costs: amounts[1], charges: amounts[2],
      offsets: offsets.map { Int($0) }, lineProducts: lineProducts, lineQuantities: lineQuantities, products: products,
      passedOver: Int(passedOver))
  }
}

extension AmountColumn {
  fileprivate func write(to writer: inout StateWriter) {
    writer.add(amounts)
    writer.add(raws)
    writer.add(errors)
  }

  fileprivate init(_ reader: inout StateReader) throws(StateError) {
    let (amounts, raws, errors) = (try reader.numbers(), try reader.doubles(), try reader.doubles())
    guard raws.count == amounts.count, errors.count == amounts.count else { throw StateError("amounts lack something") }
    self.init(amounts: amounts, raws: raws, errors: errors)
  }
}

extension GrowingBaseline {
  /// All that later learning depends on.
  public func write(to writer: inout StateWriter) {
    history.write(to: &writer, symbols)
    for count in [seen, learnAt, checkAt] { writer.add(count) }
    writer.add(baseline == nil ? 0 : 1)
    if let baseline { writer.add(text: baseline.text) }
    writer.add(fit == nil ? 0 : 1)
    if let fit { for count in fit.counts { writer.add(count) } }
  }

  /// Takes the place of what was learned from before; where it fails all is as it was.
  public mutating func restore(_ reader: inout StateReader) throws(StateError) {
    let history = try OrderHistory(&reader, symbols)
    var counts: [Int] = []
    for _ in 0..<3 { counts.append(Int(try reader.number())) }
    guard counts[0] >= history.count, counts[1] >= 0, counts[2] >= 0, min(counts[1], counts[2]) > counts[0] else {
      throw StateError("how much was learned from does not fit what is to be learned from")
    }
    var baseline: Baseline?
    if try reader.number() == 1 {
      let text = try reader.text()
      do { baseline = try Baseline(text: text) } catch { throw StateError("the baseline: \(error)") }
    }
    var fit: BaselineFit?
    if try reader.number() == 1 {
      var counts: [Int] = []
      for _ in 0..<5 { counts.append(Int(try reader.number())) }
      fit = BaselineFit(counts: counts)
    }
    (self.history, seen, learnAt, checkAt) = (history, counts[0], counts[1], counts[2])
    (self.baseline, self.fit) = (baseline, fit)
  }
}
