import Records

/// Simulated card payments as the files of the card layouts.
public struct CardWriting: ~Copyable {
  public enum File: String, Sendable {
    case table = "cards.csv"
    case json = "cards.jsonl"
    case truth = "truth.csv"
  }

  private static let chunkBytes = 1 << 16

  private let options: CardOptions
  private var buffers: [File: [UInt8]] = [:]
  private let sink: (File, [UInt8]) throws -> Void
  /// What was written: rows, and fraudulent ones by the kind of their fraud.
  public private(set) var rows = 0
  public private(set) var frauds: [String: Int] = [:]

  /// Anonymous payments have no names that JSON could give.
  public static func files(of layout: CardOptions.Layout) -> [File] {
    layout == .handbook ? [.table, .json, .truth] : [.table, .truth]
  }

  /// - sink: takes each file's bytes in pieces, in order.
  public init(_ options: CardOptions, sink: @escaping (File, [UInt8]) throws -> Void) {
    self.options = options
    self.sink = sink
  }

  public mutating func run() throws {
    try put(.truth, "row,scheme,loss,rep,variant\n")
    switch options.layout {
    case .handbook: try writeHandbook()
    case .anonymous: try writeAnonymous()
    }
    for file in CardWriting.files(of: options.layout) { try sink(file, buffers[file] ?? []) }
    buffers = [:]
  }

  private mutating func writeHandbook() throws {
    try put(.table, CardLines.header)
    var lines = CardLines(options.start)
    var line: [UInt8] = []
    for payment in CardSimulation(options).payments {
      line.removeAll(keepingCapacity: true)
      lines.appendRow(payment, number: rows, to: &line)
      try put(.table, line)
      line.removeAll(keepingCapacity: true)
      lines.appendDocument(payment, number: rows, to: &line)
      try put(.json, line)
      rows += 1
      if payment.scenario > 0 {
        let (scheme, variant) = CardWriting.kinds[Int(payment.scenario) - 1]
        try putTruth(scheme, payment.cents, "\(payment.customer)", variant)
      }
    }
  }

  /// Scheme and variant of the scenarios from 1 on; the schemes are those of the card rules.
  private static let kinds = [
    ("stolen-card", "large-amount"), ("terminal-tampering", "tampered-terminal"), ("stolen-card", "stolen-card"),
  ]

  private mutating func writeAnonymous() throws {
    let cards = AnonymousCards(options)
    try put(.table, "Time," + (1...AnonymousCards.components).map { "V\($0)," }.joined() + "Amount,Class\n")
    var line: [UInt8] = []
    for row in 0..<cards.count {
      let payment = cards[row]
      rows += 1
      line.removeAll(keepingCapacity: true)
      line.append(whole: payment.second)
      for component in payment.components {
        line.append(UInt8(ascii: ","))
        line.append(sixPlaces: component)
      }
      line.append(UInt8(ascii: ","))
      line.append(cents: payment.cents)
      line.append(contentsOf: payment.variant == nil ? ",0\n".utf8 : ",1\n".utf8)
      try put(.table, line)
      if let variant = payment.variant { try putTruth("card-fraud", payment.cents, "", variant) }
    }
  }

  /// Of the row that was written last. Whose card it was stands where an order's truth has the rep.
  private mutating func putTruth(_ scheme: String, _ cents: Int64, _ customer: String, _ variant: String) throws {
    var line: [UInt8] = []
    line.append(contentsOf: "\(rows),\(scheme),".utf8)
    line.append(cents: cents)
    line.append(contentsOf: ",\(customer),\(variant)\n".utf8)
    try put(.truth, line)
    frauds[variant, default: 0] += 1
  }

  private mutating func put(_ file: File, _ text: String) throws { try put(file, Array(text.utf8)) }

  private mutating func put(_ file: File, _ bytes: [UInt8]) throws {
    buffers[file, default: []].append(contentsOf: bytes)
    guard let buffer = buffers[file], buffer.count >= CardWriting.chunkBytes else { return }
    buffers[file] = []
    try sink(file, buffer)
  }
}
