import Records

extension RecordBatch {
  /// With totals that came as sums of 32-bit floats settled, where the prices of all lines are known: a list or a cost that the
  /// lines make within the floats' error is what they make, to the last digit; a charge that equals the list is the list,
  /// and any other is the nearest amount there is. Raw numbers stay as they are.
  func settled(_ fields: OrderFields, price: Int?, cost: Int?) -> RecordBatch {
    var batch = self
    let lists = price.map { batch.settle(fields.list, lines: fields, unit: $0) } ?? []
    if let total = fields.cost, let cost { _ = batch.settle(total, lines: fields, unit: cost) }
    guard let raws = columns[fields.charged].rawNumbers, let listRaws = columns[fields.list].rawNumbers,
      case .money(var amounts) = columns[fields.charged].values
    else { return batch }
    for record in lists where columns[fields.charged].validity[record] {
      if FloatSum.areEqual(raws[record], listRaws[record]) {
        amounts[record] = batch.columns[fields.list].money[record]
      } else if (raws[record] * 10_000).magnitude < Double(Money.magnitudeMax) {
        amounts[record] = Int64((raws[record] * 10_000).rounded())
      }
    }
    batch.columns[fields.charged] = Column(
      values: .money(amounts), validity: columns[fields.charged].validity, rawNumbers: raws)
    return batch
  }

  /// Settles one total; returns the records in which it was.
  private mutating func settle(_ field: Int, lines fields: OrderFields, unit: Int) -> [Int] {
    guard let raws = columns[field].rawNumbers, case .money(var amounts) = columns[field].values else { return [] }
    let elements = lists[fields.lines]
    let (quantities, units) = (elements.columns[fields.quantity], elements.columns[unit])
    var settled: [Int] = []
    for record in 0..<count where columns[field].validity[record] {
      guard let goods = RecordBatch.sum(elements.elements(of: record), quantities, units),
        (Double(goods) - raws[record] * 10_000).magnitude <= FloatSum.errorMax(of: raws[record]) + 0.5
      else { continue }
      amounts[record] = goods
      settled.append(record)
    }
    columns[field] = Column(values: .money(amounts), validity: columns[field].validity, rawNumbers: raws)
    return settled
  }

  private static func sum(_ elements: Range<Int>, _ quantities: Column, _ units: Column) -> Int64? {
    var sum = Money.zero
    for element in elements {
      guard quantities.validity[element], units.validity[element],
        let part = Money(unchecked: units.money[element]).multiplied(by: quantities.integers[element]),
        let next = sum.adding(part)
      else { return nil }
      sum = next
    }
    return elements.isEmpty ? nil : sum.tenThousandths
  }
}
