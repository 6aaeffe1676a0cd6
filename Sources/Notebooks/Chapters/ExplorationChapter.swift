/// What is there, and what is odd about it, before anybody has named a fraud.
struct ExplorationChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook(
      "01-exploration",
      [intro, Setup.cell(target), Setup.periods]
        + (facts.isOfOrders ? orders : others) + [.text("next", "Next: [02-planning](\(target.link("02-planning"))).")])
  }

  private var intro: Cell {
    let days = facts.days.map { ", from \($0.first) to \($0.last)" } ?? ""
    let about =
      facts.isOfOrders
      ? """
      Only the total charge of an order is known; what each line was sold for is not. Reps may give discounts. Some may pad orders: they add an
      item, hide its price in the discount and take it home. An administrator may have written into the database past the till.
      """
      : "What each column means stands in `\(target.dataFolder)/schema.json`."
    return .text(
      "intro",
      """
      # 1. Exploration

      \(Words.plural(facts.count, "record")) of `\(facts.records)`, read from \(MarkdownText.code(facts.source))\(days). \(about)

      Amounts lie in the files as exact decimals. The notebooks compute with whole ten-thousandths, so that no sum is off by a rounding; only
      what is drawn or divided becomes a floating-point number.
      """)
  }

  /// Whether a discount is held against an order's list, and not against the prices of its products.
  private var isByOrder: Bool { facts.ladderMode == "order" || !facts.hasPrices }

  // MARK: Orders

  private var orders: [Cell] {
    [
      .code(
        "read",
        #"""
        orders, lines = table(RECORDS), table("lines")
        orders["gap"] = orders["list"] - orders["charged"]
        orders["share"] = (orders["gap"] / orders["list"].where(orders["list"] > 0)).astype("float64")
        listed, charged, gap = (int(orders[name].sum()) for name in ["list", "charged", "gap"])
        print(f"{len(orders):,} orders with {len(lines):,} lines of {lines['product'].nunique()} products")
        print(f"listed at {money(listed)}, charged {money(charged)}: the gap is {money(gap)}, {gap / max(listed, 1):.2%} of list")
        print(f"{(orders['gap'] > 0).sum():,} orders below list, {(orders['gap'] < 0).sum():,} above")
        shown(orders.head(), "gap")
        """#),
      .text(
        "over-time-why",
        """
        ## List against charged

        A gap that grows without the trade growing is the first thing to ask about.
        """),
      .code(
        "over-time",
        #"""
        by_period = orders.groupby(period(orders))[["list", "charged", "gap"]].sum().astype("int64")
        share = by_period["gap"] / by_period["list"].where(by_period["list"] > 0)
        places = range(len(by_period))
        figure, (amounts, shares) = plt.subplots(2, 1, sharex=True, figsize=(9, 5))
        amounts.bar(places, by_period["list"] / 10_000, color=LIGHT, label="at list")
        amounts.bar(places, by_period["charged"] / 10_000, color=DARK, width=0.4, label="charged")
        amounts.set_ylabel(CURRENCY)
        amounts.legend(ncols=2)
        amounts.set_title(f"{gap / max(listed, 1):.1%} of list was not charged, and {share.max():.1%} in {share.idxmax()}")
        shares.bar(places, share * 100, color=[COLOUR if name == share.idxmax() else MIDDLE for name in by_period.index])
        shares.set_ylabel("gap, % of list")
        label_periods(shares, list(by_period.index))
        plt.show()
        """#),
      .text("ladder-why", ladderWords),
      .code(
        "ladder",
        #"""
        ladder, below = table("ladder"), orders[orders["gap"] > 0]
        \#(isByOrder ? #"below = below.assign(whole=below["list"], most=1)"# : #"below = below.merge(lines[["row", "price", "quantity"]], on="row").rename(columns={"price": "whole", "quantity": "most"})"#)
        below = below.dropna(subset=["whole", "most"])
        gaps, wholes, most = (below[name].astype("float64") for name in ["gap", "whole", "most"])
        told = pd.Series(False, index=below.index)
        for step in ladder["percent"]:
            one = wholes * step / 100
            told |= (gaps - one * (gaps / one).round().clip(1, most)).abs() < 60
        explained = below.loc[told, "row"].nunique()
        percents = gaps / wholes * 100
        if below.empty:
            print("no order is below list, so no discount is seen")
        else:
            end = max(ladder["percent"].max() * 1.15 if len(ladder) else 0, 5)
            plt.hist(percents[percents < end], bins=[end * (place - 0.5) / 250 for place in range(252)], color=DARK)
            for step in ladder["percent"]:
                plt.axvline(step, color=COLOUR, linestyle=":", linewidth=1, zorder=0)
                plt.annotate(f"{step:g}", (step, 1), xycoords=("data", "axes fraction"), ha="center", va="bottom", color=COLOUR, fontsize=9)
            plt.xlabel("gap of an order, % of \#(isByOrder ? "its list" : "the price of each of its products")")
            plt.ylabel("orders\#(isByOrder ? "" : " and products")")
            plt.title(f"one step alone explains {explained} of the {below['row'].nunique()} orders below list", pad=20)
            plt.show()
        """#),
    ] + (facts.who == nil ? [] : [whoWhy, who]) + (facts.hasPrices ? prices : [])
  }

  private var ladderWords: String {
    let learned =
      facts.ladder.isEmpty
      ? "No ladder of ordinary discounts was found in this history."
      : "From the orders alone these steps were learned: \(Words.list(facts.ladder)), taken from each \(facts.ladderMode)."
    let shown =
      isByOrder
      ? ""
      : "Nobody says from which product it was taken, so the gap of each order is held against the price of each of its products: the wrong ones scatter, the right one falls on a step, or on twice a step where two pieces were discounted."
    return """
      ## The ladder of ordinary discounts

      People give discounts in round steps. What lies on no step, and on no sum of steps, asks for another explanation. \(learned) \(shown)
      """
  }

  private var whoWhy: Cell {
    .text("who-why", "## Each rep beside the others\n\nA habit of one person is seen beside those who sell the same goods.")
  }

  private var who: Cell {
    .code(
      "who",
      #"""
      by_rep = orders.groupby(WHO)[["list", "gap"]].sum().astype("int64").assign(orders=orders.groupby(WHO).size())
      by_rep["share"] = by_rep["gap"] / by_rep["list"].where(by_rep["list"] > 0)
      rest = by_rep["list"].sum() - by_rep["list"]
      by_rep["others"] = (by_rep["gap"].sum() - by_rep["gap"]) / rest.where(rest > 0)
      by_rep["more"] = by_rep["share"] - by_rep["others"]
      told = by_rep.sort_values("more").tail(25)
      places = range(len(told))
      plt.figure(figsize=(9, 1.2 + 0.28 * len(told)))
      plt.hlines(places, told["others"] * 100, told["share"] * 100, color=LIGHT, linewidth=3)
      plt.scatter(told["others"] * 100, places, color=MIDDLE, marker="|", s=80, label="all others")
      plt.scatter(told["share"] * 100, places, color=[COLOUR if more > 0.01 else DARK for more in told["more"]], label="the rep")
      plt.yticks(places, [f"{name} ({count})" for name, count in zip(told.index, told["orders"])])
      plt.xlabel("gap, % of list; in brackets how many orders")
      first = told.iloc[-1]
      plt.title(f"{told.index[-1]} gave away {first['share']:.1%} of list, all others {first['others']:.1%}")
      plt.legend(loc="lower right")
      plt.show()
      """#)
  }

  private var prices: [Cell] {
    [
      .text(
        "lines-why",
        """
        ## Orders that their own lines contradict

        The till computes an order's totals from its lines. Prices and costs by product were learned from all orders together, so an order
        whose total is another was not made, or not left, by the till. A price that fell while the cost did not was perhaps altered.
        """),
      .code(
        "lines",
        #"""
        for name, unit in {"list": "price", "cost": "cost"}.items():
            made = (lines[unit] * lines["quantity"]).groupby(lines["row"]).agg(lambda amounts: amounts.sum(skipna=False))
            beside = orders.set_index("row")[[name]].assign(made=made)
            other = beside[((beside[name] - beside["made"]).abs() > 100).fillna(False)]
            print(f"{len(other)} orders whose {name} is not what their lines make")
            for row, order in other.head(5).iterrows():
                print(f"  row {row}: {money(order[name])} on the order, {money(order['made'])} by its lines")
        lowered = lines[(lines["usual"] - lines["price"]).fillna(0) > 0]
        lost = lowered.assign(lost=(lowered["usual"] - lowered["price"]) * lowered["quantity"])
        shown(
            lost.groupby(["product", "since", "usual", "price"], as_index=False)
            .agg(orders=("row", "nunique"), lost=("lost", "sum"))
            .sort_values("lost", ascending=False).head(10).reset_index(drop=True),
            "lost")
        """#),
    ]
  }

  // MARK: Any other records

  private var others: [Cell] {
    [
      .code(
        "read",
        #"""
        records = table(RECORDS)
        print(f"{len(records):,} records, {len(records.columns)} columns")
        shown(records.head())
        """#),
      .code(
        "columns",
        #"""
        pd.DataFrame({
            "missing": records.isna().sum(), "different": records.nunique(), "kind": [str(kind) for kind in records.dtypes],
        })
        """#),
      .code(
        "over-time",
        #"""
        by_period = records.groupby(period(records)).size()
        plt.bar(range(len(by_period)), by_period, color=DARK)
        label_periods(plt.gca(), list(by_period.index))
        plt.ylabel("records")
        plt.title(f"{by_period.mean():,.0f} records a stretch, at least {by_period.min():,} and at most {by_period.max():,}")
        plt.show()
        """#),
      .code(
        "amounts",
        #"""
        amount = ABOUT["amount"]
        if amount is None:
            print("no field of these records is an amount")
        else:
            amounts = records[amount].dropna().astype("int64") / 10_000
            most = amounts.quantile(0.99)
            plt.hist(amounts.clip(upper=most), bins=60, color=DARK)
            plt.xlabel(f"{amount}, {CURRENCY}; the largest hundredth in the last bar")
            plt.ylabel("records")
            plt.title(f"half of the records are below {amounts.median():,.2f}, one in a hundred above {most:,.2f} {CURRENCY}")
            plt.show()
        """#),
    ]
  }
}

extension NotebookTarget {
  func link(_ name: String) -> String {
    switch self {
    case .jupyter: "\(name).ipynb"
    case .databricks: "./\(name)"
    }
  }
}
