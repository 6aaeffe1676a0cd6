import Records

/// One JSON object a line, amounts as exact decimals.
enum JSONLayout {
  static func append(_ order: SimulatedOrder, row: Int, _ company: Company, to line: inout [UInt8]) {
    let customer = order.customer
    let place = customer.place
    let state = order.hasBlanks ? "null" : "\"\(place.state)\""
    let age = order.hasBlanks ? "null" : "\(order.age ?? customer.age)"
    line.append(
      contentsOf: "{\"id\":\"row:\(row)\",\"at\":\"\(CivilDate(daysSince1970: order.day))T00:00:00Z\",\"rep\":\"\(order.rep)\","
        .utf8)
    line.append(
      contentsOf:
        "\"customer\":{\"id\":\(customer.id),\"name\":\"\(customer.name)\",\"state\":\(state),\"region\":\"\(place.region)\","
        .utf8)
    line.append(contentsOf: "\"division\":\"\(place.division)\",\"age\":\(age),\"family\":\(customer.family)},\"lines\":[".utf8)
    for (index, item) in order.lines.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      line.append(contentsOf: "{\"product\":\"\(company.products[item.product].name)\",\"quantity\":\(item.quantity)}".utf8)
    }
    line.append(
      contentsOf: "],\"count\":\(order.count),\"list\":\(Money(unchecked: order.list)),\"cost\":\(Money(unchecked: order.cost)),"
        .utf8)
    line.append(contentsOf: "\"charged\":\(Money(unchecked: order.charged))}\n".utf8)
  }
}
