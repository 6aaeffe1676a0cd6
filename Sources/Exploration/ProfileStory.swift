import Charts
public import Records

/// A profile as a story. The terminal and the page render the same one.
public struct ProfileStory: Sendable {
  typealias Cell = Story.Cell
  typealias Table = Story.Table
  typealias Section = Story.Section

  public private(set) var story: Story
  private let profile: Profile
  private let symbols: SymbolTable

  public init(_ profile: Profile, lessons: Lessons?, rejects: Int, symbols: SymbolTable) {
    (self.profile, self.symbols) = (profile, symbols)
    story = Story(title: "Profile of \(profile.source)", headline: ProfileStory.headline(profile, lessons, rejects))
    var sections: [Section] = []
    if let lessons { sections += [unexplained(lessons), contradicting(lessons)].compactMap { $0 } }
    if profile.hasMoney { sections.append(overTime()) }
    for group in profile.groups { sections.append(compared(group)) }
    if profile.total.belowList > 0 { sections.append(gaps()) }
    if let lessons { sections += [ladder(lessons)] + changes(lessons) + [prices(lessons)] }
    sections.append(columns())
    story.sections = sections
  }

  private static func headline(_ profile: Profile, _ lessons: Lessons?, _ rejects: Int) -> String {
    var text = "\(groupedInThousands(String(profile.rows))) records"
    if let first = profile.first, let last = profile.last {
      text += " from \(Instant(microseconds: first).date) to \(Instant(microseconds: last).date)"
    }
    if let reps = profile.groups.first(where: { $0.name == "rep" }), !reps.totals.isEmpty {
      text += ", \(reps.totals.count) reps"
    }
    text += rejects == 0 ? ". No row was rejected." : ". \(rejects) rows were rejected."
    let total = profile.total
    if total.orders > 0, total.list != total.charged {
      text += " Listed at \(moneyText(total.list, profile.currency)), charged \(moneyText(total.charged, profile.currency)):"
      text += " \(moneyText(total.gap, profile.currency)) or \(percentText(total.gapRate)) was given away."
    } else if total.orders > 0 {
      text += " Charged \(moneyText(total.charged, profile.currency))."
    }
    if let lessons {
      text +=
        " Of \(counted(lessons.discounted)) orders charged below list the learned ladder explains \(counted(lessons.explained));"
      text += " \(counted(lessons.unexplained.count)) fit no ordinary discount."
      if lessons.unjudged > 0 {
        text += " \(counted(lessons.unjudged)) orders could not be judged: a price of theirs is not determined."
      }
    }
    return text
  }

  // MARK: Sections

  private static let oddShownMax = 40

  private func odd(_ orders: [Lessons.Odd]) -> Table {
    let sorted = orders.sorted {
      $0.list.tenThousandths - $0.charged.tenThousandths > $1.list.tenThousandths - $1.charged.tenThousandths
    }
    let rows = sorted.prefix(ProfileStory.oddShownMax).map { order -> [Cell] in
      let gap = order.list.subtracting(order.charged) ?? .zero
      return [
        .text(order.id), .text(order.at), .text(order.rep), .number(order.list.text(in: profile.currency)),
        .number(order.charged.text(in: profile.currency)), .number(gap.text(in: profile.currency)), .text(order.note),
      ]
    }
    return Table(
      header: ["order", "day", "rep", "list", "charged", "gap", "why it stands out"], rows: rows, rowsInAll: orders.count)
  }

  private func unexplained(_ lessons: Lessons) -> Section? {
    guard !lessons.unexplained.isEmpty else { return nil }
    return Section(
      title: "Orders that nothing ordinary explains",
      text:
        "What was given away on these is no sum of the ordinary discounts found below. That alone proves nothing; it says where to look. "
        + "The largest gaps come first.",
      table: odd(lessons.unexplained))
  }

  private func contradicting(_ lessons: Lessons) -> Section? {
    guard !lessons.contradicting.isEmpty else { return nil }
    return Section(
      title: "Orders that their lines do not bear out",
      text: "List or cost of these is not what their lines make at the prices that the other orders agree on.",
      table: odd(lessons.contradicting))
  }

  private func overTime() -> Section {
    let months = profile.months.keys.sorted()
    let all = (months.first ?? 0)...(months.last ?? 0)
    let labels = all.map { "\($0 / 12)-\($0 % 12 + 1 < 10 ? "0" : "")\($0 % 12 + 1)" }
    func values(_ amount: (MoneyTotals) -> Int128) -> [Double] {
      all.map { Double(profile.months[$0].map(amount) ?? 0) / 10_000 }
    }
    var series = [Chart.Series("charged", values(\.charged))]
    if profile.total.list != profile.total.charged { series.insert(.init("list", values(\.list)), at: 0) }
    if profile.total.cost != 0 { series.append(.init("cost", values(\.cost))) }
    let sign = profile.currency.code == "USD" ? "$" : ""
    return Section(
      title: "Over time", text: "By month.",
      charts: months.isEmpty
        ? []
        : [
          Chart(title: "Money by month", unit: .money(sign), .lines(labels: labels, series)),
          Chart(
            title: "Orders by month", unit: .count,
            .columns(zip(labels, all).map { ($0, Double(profile.months[$1]?.orders ?? 0)) })),
        ])
  }

  private static let groupRowsMax = 60

  private func compared(_ group: Profile.Group) -> Section {
    // Where nothing is given away there is nothing to compare but size.
    let hasGap = profile.total.gap != 0
    func measure(_ totals: MoneyTotals) -> Double { hasGap ? totals.gapRate : Double(totals.charged) }
    let sorted = group.totals.sorted { (measure($0.value), $1.key.id) > (measure($1.value), $0.key.id) }
    let most = sorted.first.map { measure($0.value) } ?? 0
    let rows = sorted.prefix(ProfileStory.groupRowsMax).map { key, totals -> [Cell] in
      let bar = Cell.bar(most > 0 ? measure(totals) / most : 0)
      let charged = Cell.number(moneyText(totals.charged, profile.currency))
      let start: [Cell] = [.text(symbols.text(of: key)), .number(groupedInThousands(String(totals.orders)))]
      guard hasGap else { return start + [charged, bar] }
      return start + [
        .number(moneyText(totals.list, profile.currency)), charged, .number(percentText(totals.belowListRate)),
        .number(percentText(totals.gapRate)), bar,
      ]
    }
    let text =
      hasGap
      ? "Sorted by the share of the list that was given away; over all it is \(percentText(profile.total.gapRate))."
      : "Sorted by what was charged."
    let header = hasGap ? ["orders", "list", "charged", "below list", "given away", ""] : ["orders", "charged", ""]
    return Section(
      title: "By \(group.name)", text: text,
      table: Table(header: [group.name] + header, rows: Array(rows), rowsInAll: group.totals.count))
  }

  private func gaps() -> Section {
    let bins = profile.gapBins.enumerated().map { index, count in
      (index == Profile.gapBinCount ? "\(index * 2)% +" : "\(index * 2)%", Double(count))
    }
    return Section(
      title: "How much is given away",
      text: "Orders charged below list, by the share of the list that was given away, in steps of 2 percent.",
      charts: [Chart(title: "Orders by share given away", unit: .count, .columns(bins))])
  }

  private func ladder(_ lessons: Lessons) -> Section {
    let share = lessons.discounted == 0 ? 0 : Double(lessons.explained) / Double(lessons.discounted)
    let most = lessons.steps.map(\.support).max() ?? 0
    let text =
      lessons.steps.isEmpty
      ? "No ladder of ordinary discounts was found."
      : "Learned from the orders alone. Taken from each \(lessons.mode), these steps explain \(lessons.explained) of \(lessons.discounted) orders below list "
        + "(\(percentText(share))); \(lessons.undecided) cannot be told: their baskets are too large."
    return Section(
      title: "The ladder of ordinary discounts", text: text,
      table: lessons.steps.isEmpty
        ? nil
        : Table(
          header: ["step", "orders explained by it alone", "", "in use"],
          rows: lessons.steps.map {
            [
              .number($0.percent), .number(String($0.support)), .bar(most > 0 ? Double($0.support) / Double(most) : 0),
              .text($0.inUse ?? "throughout"),
            ]
          },
          rowsInAll: lessons.steps.count))
  }

  private static let pricesShownMax = 400

  private func prices(_ lessons: Lessons) -> Section {
    let determined = lessons.prices.filter { $0.price != nil }
    let single = determined.filter { $0.support == 1 }.count
    let rows = lessons.prices.prefix(ProfileStory.pricesShownMax).map { price -> [Cell] in
      [
        .text(price.product), .text(price.from), .number(price.price?.description ?? "not determined"),
        .number(price.cost?.description ?? "not determined"), .number(String(price.support)),
      ]
    }
    return Section(
      title: "Learned prices",
      text:
        "\(determined.count) of \(lessons.prices.count) prices follow from the orders; \(single) of them rest on one order alone.",
      table: Table(
        header: ["product", "from", "price", "cost", "orders that agree"], rows: Array(rows), rowsInAll: lessons.prices.count))
  }

  private func columns() -> Section {
    let rows = profile.columns.map { column -> [Cell] in
      let impossible = column.impossible
      let odd = [impossible.low, impossible.high].compactMap { $0 }.map(numberText).joined(separator: " … ")
      return [
        .text(column.name), .text(column.type.name),
        .number(percentText(column.count == 0 ? 0 : Double(column.missing) / Double(column.count))),
        .number(column.distinct.map { groupedInThousands(String($0)) } ?? ""), .number(bound(column, column.minimum)),
        .number(column.median.map(numberText) ?? ""), .number(bound(column, column.maximum)),
        .text(impossible.count == 0 ? "" : "\(impossible.count): \(odd)"),
      ]
    }
    return Section(
      title: "Columns",
      text:
        "Odd are numbers further from the middle half of all values than three times its width, and negative ones where nearly all are positive.",
      table: Table(
        header: ["field", "type", "missing", "distinct", "least", "median", "most", "odd values"], rows: rows,
        rowsInAll: rows.count))
  }

  private func bound(_ column: ColumnSummary, _ value: Double?) -> String {
    guard let value else { return "" }
    switch column.type {
    case .money(let currency): return Money(tenThousandths: Int64((value * 10_000).rounded()))?.text(in: currency) ?? ""
    case .time: return Instant(microseconds: Int64(value)).date.description
    case .duration: return "\(Int64(value / 1_000_000))s"
    default: return numberText(value)
    }
  }
}

/// `12,345`.
func counted(_ number: Int) -> String { groupedInThousands(String(number)) }

/// `12.3%`.
func percentText(_ share: Double) -> String { numberText((share * 1_000).rounded() / 10) + "%" }

/// At most two places.
func numberText(_ value: Double) -> String {
  guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
  let text = "\((value * 100).rounded() / 100)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
