import TestSupport

/// Amounts, percents, numbers, durations: operators with their units, and functions.
extension ProgramWriter {
  /// Something made by `+ - * /` or a sign.
  mutating func operation(_ kind: Kind, _ place: Place) -> Phrase {
    if random.happens(7) { return Phrase("-\(value(kind, place.deeper).within(.sign))", .sign) }
    if random.happens(35) {
      var (left, right) = (value(kind, place.deeper), value(kind, place.deeper))
      if kind == .number, random.happens(30) { left = value(.integer, place.deeper) }
      if kind == .number, random.happens(20), left.text != right.text { right = value(.number, place.deeper) }
      return .joined(left, random.one(of: ["+", "-"]), right, .sum)
    }
    return random.happens(55) ? product(kind, place) : quotient(kind, place)
  }

  private mutating func product(_ kind: Kind, _ place: Place) -> Phrase {
    var unit = kind
    var factor: Kind
    switch kind {
    case .money, .foreign, .duration, .percent: factor = random.one(of: [.percent, .number, .integer])
    case .number: (unit, factor) = random.one(of: [(.number, .number), (.number, .integer), (.integer, .number)])
    default: (unit, factor) = (.integer, .integer)
    }
    if kind != .number, random.happens(30) { swap(&unit, &factor) }
    return .joined(value(unit, place.deeper), "*", value(factor, place.deeper), .product)
  }

  private mutating func quotient(_ kind: Kind, _ place: Place) -> Phrase {
    let (dividend, by): (Kind, Kind)
    switch kind {
    case .money, .foreign, .duration: (dividend, by) = (kind, random.one(of: [.percent, .number, .integer]))
    case .percent:
      let money: Kind = setting.fields.has(.foreign) && random.happens(20) ? .foreign : .money
      (dividend, by) = random.one(of: [(money, money), (money, money), (.percent, .number), (.percent, .integer)])
    case .number:
      (dividend, by) = random.one(of: [
        (.number, .number), (.integer, .integer), (.integer, .integer), (.number, .integer), (.percent, .percent),
        (.duration, .duration), (.integer, .number),
      ])
    default: return function(kind, place)
    }
    return .joined(value(dividend, place.deeper), "/", divisor(by, place), .product)
  }

  /// Something made by a function of the language.
  mutating func function(_ kind: Kind, _ place: Place) -> Phrase {
    switch random.below(10) {
    case 0 where has("abs"): return .call("abs", value(kind, place.deeper))
    case 1, 2: return extremum(kind, place)
    default: break
    }
    switch kind {
    case .money where random.happens(40) && has("money"): return .call("money", plain(place))
    case .percent where random.happens(40) && has("percent"): return .call("percent", plain(place))
    case .money, .foreign, .percent: return rounded(kind, place)
    case .duration: return .joined(value(.time, place.deeper), "-", value(.time, place.deeper), .sum)
    case .number: return numberFunction(place)
    case .integer: return integerFunction(place)
    default: return leaf(kind, place)
    }
  }

  private mutating func plain(_ place: Place) -> Phrase { value(random.happens(50) ? .number : .integer, place.deeper) }

  private mutating func rounded(_ kind: Kind, _ place: Place) -> Phrase {
    guard has("round") else { return leaf(kind, place) }
    if random.happens(30) { return .call("round", value(kind, place.deeper)) }
    return .call("round", value(kind, place.deeper), literal("\(random.one(of: [0, 1, 1, 2, 2, 3, 4, 5, 9]))"))
  }

  private mutating func numberFunction(_ place: Place) -> Phrase {
    let name = random.one(of: ["sqrt", "log", "exp", "power", "number", "number", "seconds", "hours", "days", "round", "round"])
    guard has(name) else { return leaf(.number, place) }
    switch name {
    case "power": return .call(name, plain(place), plain(place))
    case "number":
      let kind = kind([4, 2, 4, 1, 4, 0, 0, 0, 0, 0])
      return .call(name, value(kind, place.deeper))
    case "seconds", "hours", "days": return .call(name, value(.duration, place.deeper))
    case "round": return rounded(.number, place)
    default: return .call(name, plain(place))
    }
  }

  private mutating func integerFunction(_ place: Place) -> Phrase {
    let names = [
      "floor", "ceiling", "remainder", "length", "year", "quarter", "month", "week", "day", "weekday", "hour", "minute",
      "days_to_month_end", "days_to_quarter_end", "length", "remainder",
    ]
    let name = random.one(of: names)
    guard has(name) else { return leaf(.integer, place) }
    switch name {
    case "floor", "ceiling": return .call(name, plain(place))
    case "remainder": return .call(name, value(.integer, place.deeper), value(.integer, place.deeper))
    case "length": return .call(name, word(place))
    default: return .call(name, random.happens(60) ? variable(.time, place) : value(.time, place.deeper))
    }
  }
}
