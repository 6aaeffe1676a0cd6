import Records

/// One row an order, one column a product, prices as sums of 32-bit floats: as the real export is.
struct WideLayout {
  private enum Column {
    case product(Int)
    case count, list, cost, charged, previous
  }

  private let company: Company
  /// What follows the attributes, the order's own columns scattered among the products'.
  private let columns: [Column]
  private let positions: [Int]

  init(_ company: Company, seed: UInt64) {
    self.company = company
    var columns: [Column] = company.products.indices.map { .product($0) }
    var random = Random(seed, .layout)
    for index in columns.indices.reversed() where index > 0 { columns.swapAt(index, random.whole(0...index)) }
    for column in [Column.count, .list, .cost, .charged, .previous] {
      columns.insert(column, at: random.whole(1...columns.count - 1))
    }
    self.columns = columns
    var positions = [Int](repeating: 0, count: company.products.count)
    for (position, column) in columns.enumerated() { if case .product(let product) = column { positions[product] = position } }
    self.positions = positions
  }

  var header: String {
    let names = columns.map { column in
      switch column {
      case .product(let product): company.products[product].name
      case .count: "ItemCount"
      case .list: "ListPrice"
      case .cost: "StandardCost"
      case .charged: "ChargedPrice"
      case .previous: "PreviousPrice"
      }
    }
    return "CurrentDatetime,CustId,Name,State,Region,Division,Age,AdditionalFamilyMembers,RepName,"
      + names.joined(separator: ",") + ",date\n"
  }

  func append(_ order: SimulatedOrder, to line: inout [UInt8]) {
    let customer = order.customer
    let place = customer.place
    let state = order.hasBlanks ? "" : place.state
    let age = order.hasBlanks ? "" : "\(order.age ?? customer.age).0"
    line.append(
      contentsOf:
        ",\(customer.id),\(customer.name),\(state),\(place.region),\(place.division),\(age),\(customer.family).0,\(order.rep)"
        .utf8)
    let wanted = order.lines.map { (positions[$0.product], $0.quantity) }.sorted { $0.0 < $1.0 }
    var next = 0
    for (position, column) in columns.enumerated() {
      line.append(UInt8(ascii: ","))
      switch column {
      case .product:
        if next < wanted.count, wanted[next].0 == position {
          line.append(contentsOf: String(wanted[next].1).utf8)
          next += 1
        } else {
          line.append(UInt8(ascii: "0"))
        }
      case .count: line.append(contentsOf: String(order.count).utf8)
      case .list: line.append(contentsOf: "\(floats(order.lines.map { ($0.price, $0.quantity) }, order.listOffset))".utf8)
      case .cost: line.append(contentsOf: "\(floats(order.lines.map { ($0.cost, $0.quantity) }, order.costOffset))".utf8)
      case .charged: line.append(contentsOf: "\(floats(order.lines.map(charged), order.chargedOffset))".utf8)
      case .previous: line.append(contentsOf: "0.0".utf8)
      }
    }
    line.append(contentsOf: ",\(CivilDate(daysSince1970: order.day))T00:00:00.000+0000\n".utf8)
  }

  /// A line without a discount is charged as it is listed, to the last bit.
  private func charged(_ line: SimulatedOrder.Line) -> (Int64, Int) {
    line.charged == line.list ? (line.price, line.quantity) : (line.charged, 1)
  }

  /// The binary64 sum of what 32 bits hold of each amount.
  private func floats(_ amounts: [(Int64, Int)], _ offset: Int64) -> Double {
    var sum = 0.0
    for (amount, quantity) in amounts { sum += Double(quantity) * Double(Float(Double(amount) / 10_000)) }
    return offset == 0 ? sum : sum + Double(Float(Double(offset) / 10_000))
  }
}
