import Records
import RuleLanguage

/// Runs a section's steps over the block.
extension Frame {
  /// - withNatives: whether native functions are called, or their results are there already.
  func run(_ steps: [Step], withNatives: Bool = true) {
    for step in steps {
      if !withNatives, case .native(let work) = step.work, work.scope == 0 { continue }
      run(step)
    }
  }

  func run(_ step: Step) {
    switch step.work {
    case .add, .subtract, .multiply, .divide: arithmetic(step)
    case .negate: negate(step)
    case .widen: each(step) { (bits(Double($0)), true) }
    case .compare(let order): comparison(order, step)
    case .like: like(step)
    case .and, .or, .not: logic(step)
    case .otherwise, .choose: choose(step)
    case .isMissing: isMissing(step)
    case .inList(let list): membership(list, step)
    case .function(let index): function(index, step)
    case .baseline(let index): baseline(index, step)
    case .baselineWindow(let index): baselineWindow(index, step)
    case .missing: fillMissing(step)
    case .fill: each(step) { ($0, true) }
    case .spread: spread(step)
    case .fold(let work): fold(work, step)
    case .native(let work): native(work)
    case .modelScore: modelScore(step)
    }
  }

  private func negate(_ step: Step) {
    if step.kind == .number {
      each(step) { (bits(-number($0)), true) }
    } else {
      each(step) { $0 == .min ? (0, false) : (-$0, true) }
    }
  }

  private func function(_ index: Int, _ step: Step) {
    guard let code = FunctionCode.all[index] else { return fillMissing(step) }
    if code.isOfText {
      textFunction(code, step)
    } else if code.isOfCalendar {
      calendarFunction(code, step)
    } else {
      numberFunction(code, step)
    }
  }

  private func fillMissing(_ step: Step) {
    let result = lane(step.result)
    for row in 0..<count(of: step.result.scope) { result.putMissing(row, insufficient: false) }
  }

  private func membership(_ list: Int, _ step: Step) {
    let members = members(of: list)
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    combineValidity(step, result, count, isRestricting: false)
    let isNumber = step.operands[0].kind == .number
    for row in 0..<count where result.isValid(row) {
      let value = value(step.operands[0], row)
      // Minus zero is zero.
      result.set(row, in: result.truth, members.contains(isNumber ? bits(number(value) + 0) : value))
    }
  }

  private func members(of list: Int) -> Set<Int64> {
    if let known = members[list] { return known }
    let entry = plan.program.lists[list]
    let isText = Kind(entry.type) == .text
    let found = Set(entry.members.compactMap { isText ? texts.symbol($0) : Int64($0) })
    members[list] = found
    return found
  }

  private func spread(_ step: Step) {
    let index = elements[Int(step.result.scope)]
    let (result, source) = (lane(step.result), lane(step.operands[0].register))
    let tracks = step.operands[0].register.mayBeInsufficient
    for (item, parent) in index.parents.enumerated() {
      let row = Int(parent)
      if step.kind == .flag {
        result.set(item, in: result.truth, source.isTrue(row))
      } else {
        result.values[item] = source.values[row]
      }
      result.set(item, in: result.valid, source.isValid(row))
      if tracks { result.set(item, in: result.insufficient, source.isInsufficient(row)) }
    }
  }

  private func modelScore(_ step: Step) {
    let result = lane(step.result)
    for row in 0..<count {
      if let score = surroundings.modelScore?(rowNumber(row)), score.isFinite {
        result.put(row, bits(score))
      } else {
        result.putMissing(row, insufficient: false)
      }
    }
  }

  // MARK: What others know

  /// A value as others take it.
  func value(_ operand: Operand, _ type: ValueType, _ row: Int) -> Value {
    if operand.isConstant { return Value(operand.constant, type, texts) }
    let lane = lane(operand.register)
    guard lane.isValid(row) else {
      return .missing(operand.register.mayBeInsufficient && lane.isInsufficient(row) ? .insufficient : .absent)
    }
    return Value(operand.kind == .flag ? (lane.isTrue(row) ? 1 : 0) : lane.values[row], type, texts)
  }

  /// Others may say what no value can be: that is missing.
  func put(_ value: Value, _ row: Int, into result: Lane) {
    switch value {
    case .number(let number) where !number.isFinite: result.putMissing(row, insufficient: false)
    case .money(let amount) where amount.magnitude > UInt64(Money.magnitudeMax): result.putMissing(row, insufficient: false)
    case .missing(let cause): result.putMissing(row, insufficient: cause == .insufficient)
    case .money(let bits), .integer(let bits), .duration(let bits), .time(let bits): result.put(row, bits)
    case .number(let number): result.put(row, bits(number))
    case .text(let text): result.put(row, texts.symbol(text))
    case .flag(let flag): result.put(row, flag: flag)
    }
  }

  private func baseline(_ index: Int, _ step: Step) {
    let name = plan.program.baselineNames[index]
    let result = lane(step.result)
    let items = count(of: step.result.scope)
    combineValidity(step, result, items, isRestricting: false)
    for item in 0..<items where result.isValid(item) {
      let arguments = zip(step.operands, name.parameters).map { value($0, $1, item) }
      put(surroundings.baseline.value(of: name.name, arguments), item, into: result)
    }
  }

  private func baselineWindow(_ index: Int, _ step: Step) {
    let window = plan.program.windows[index]
    let types = window.keys.map { plan.program.expressions[$0].type }
    let result = lane(step.result)
    let items = count(of: step.result.scope)
    for item in 0..<items {
      let keys = zip(step.operands, types).map { value($0, $1, item) }
      guard !keys.contains(where: \.isMissing) else {
        result.putMissing(item, insufficient: false)
        continue
      }
      guard window.function == .zscore else {
        put(baselineWindows.value(of: index, keys: keys), item, into: result)
        continue
      }
      let operand = step.operands[types.count]
      if case .missing(let cause) = value(operand, .number, item) {
        result.putMissing(item, insufficient: cause == .insufficient)
        continue
      }
      let own = value(operand, item)
      let sums = baselineWindows.totals(of: index, keys: keys).map {
        Sums($0, argumentType: plan.program.expressions[window.argument].type)
      }
      if let score = sums?.score(of: own) { result.put(item, score) } else { result.putMissing(item, insufficient: false) }
    }
  }

  private func native(_ work: NativeWork) {
    let results = work.results.map { lane($0.register) }
    let items = count(of: work.scope)
    guard let computation = surroundings.natives[work.name] else {
      for lane in results { for item in 0..<items { lane.putMissing(item, insufficient: false) } }
      return
    }
    for row in 0..<items {
      let values = computation.result(work.arguments.map { nativeArgument($0, row, work.scope) })
      for (place, lane) in results.enumerated() {
        put(place < values.count ? values[place] : .missing(.absent), row, into: lane)
      }
    }
  }

  private func nativeArgument(_ argument: NativeWork.Argument, _ item: Int, _ scope: Int32) -> NativeArgument {
    switch argument {
    case .value(let operand, let type): return .value(value(operand, type, item))
    case .baseline(let name): return .baseline(name)
    case .elements(let list, let fields):
      let schema = plan.program.schemas[plan.schema]
      let column = lists[list]
      return .elements(
        column.elements(of: listRow + record(of: item, in: Int(scope))).map { place in
          fields.map { column.columns[$0].value(at: place, ValueType(schema.lists[list].fields[$0].type), texts) }
        })
    }
  }
}

extension Value {
  /// From a lane's bits.
  init(_ payload: Int64, _ type: ValueType, _ texts: Texts) {
    switch type {
    case .money: self = .money(payload)
    case .percent, .number: self = .number(RuleEngine.number(payload) + 0)
    case .duration: self = .duration(payload)
    case .time: self = .time(payload)
    case .text, .key: self = .text(texts.text(payload))
    case .flag: self = .flag(payload == 1)
    default: self = .integer(payload)
    }
  }
}

extension Column {
  /// A value as the language sees it.
  func value(at place: Int, _ type: ValueType, _ texts: Texts) -> Value {
    guard validity[place] else { return .missing(.absent) }
    switch values {
    case .money(let values), .integer(let values), .time(let values), .duration(let values):
      return Value(values[place], type, texts)
    case .number(let values): return .number(values[place])
    case .key(let values): return .text(texts.text(Int64(values[place].id)))
    case .text(let values): return .text(values[place])
    case .flag(let values): return .flag(values[place])
    }
  }
}
