extension Column {
  /// An empty column of a field's type.
  public init(for field: Field) {
    let values: Values =
      switch field.type {
      case .key: .key([])
      case .money: .money([])
      case .integer: .integer([])
      case .time: .time([])
      case .duration: .duration([])
      case .number, .percent: .number([])
      case .flag: .flag([])
      case .text, .identity: .text(TextColumn())
      }
    self.init(values: values, validity: Bitmap(), rawNumbers: field.isFloatSum ? [] : nil)
  }

  public var count: Int { validity.count }

  /// Appends all of another column of the same type.
  public mutating func append(contentsOf other: Column) { append(other, at: 0..<other.count) }

  /// Appends the values of another column of the same type at some positions.
  public mutating func append(_ other: Column, at positions: some Sequence<Int>) {
    let positions = Array(positions)
    for position in positions { validity.append(other.validity[position]) }
    if let raw = other.rawNumbers { rawNumbers?.append(contentsOf: positions.map { raw[$0] }) }
    // The storage is moved out before it grows, so that appending many batches copies none of them twice.
    let mine = values
    values = .flag([])
    values = Column.joined(mine, other.values, at: positions)
  }
}

extension Column {
  private static func joined(_ mine: consuming Values, _ theirs: Values, at positions: [Int]) -> Values {
    switch (consume mine, theirs) {
    case (.money(var mine), .money(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .money(mine)
    case (.number(var mine), .number(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .number(mine)
    case (.integer(var mine), .integer(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .integer(mine)
    case (.time(var mine), .time(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .time(mine)
    case (.duration(var mine), .duration(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .duration(mine)
    case (.key(var mine), .key(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .key(mine)
    case (.flag(var mine), .flag(let theirs)):
      mine.append(contentsOf: positions.lazy.map { theirs[$0] })
      return .flag(mine)
    case (.text(var mine), .text(let theirs)):
      for position in positions { mine.append(theirs, at: position) }
      return .text(mine)
    default: preconditionFailure("columns of two types cannot be one")
    }
  }
}

extension TextColumn {
  mutating func append(_ other: TextColumn, at position: Int) {
    var text = other[position]
    text.withUTF8 { append($0) }
  }
}
