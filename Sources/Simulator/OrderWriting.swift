import Records

/// A simulated history as the files of the order layouts.
public struct OrderWriting: ~Copyable {
  public enum File: String, CaseIterable, Sendable {
    case wide = "orders.csv"
    case json = "orders.jsonl"
    case catalogue = "catalog.csv"
    case truth = "truth.csv"
  }

  private static let chunkBytes = 1 << 20

  private let simulation: OrderSimulation
  private let wide: WideLayout
  private var buffers: [File: [UInt8]] = [:]
  private let sink: (File, [UInt8]) throws -> Void
  /// What was written: rows, and fraudulent ones.
  public private(set) var rows = 0
  public private(set) var frauds = 0

  /// - sink: takes each file's bytes in pieces, in order.
  public init(_ options: SimulationOptions, sink: @escaping (File, [UInt8]) throws -> Void) {
    simulation = OrderSimulation(options)
    wide = WideLayout(simulation.company, seed: options.seed)
    self.sink = sink
  }

  public mutating func run() throws {
    try put(.wide, wide.header)
    try put(.catalogue, "product,price,cost\n")
    try put(.truth, "row,scheme,loss,rep,variant\n")
    for product in simulation.company.products {
      try put(.catalogue, "\(product.name),\(Money(unchecked: product.price)),\(Money(unchecked: product.cost))\n")
    }
    var line: [UInt8] = []
    for number in 0..<simulation.options.orders {
      for order in simulation.orders(number) {
        rows += 1
        if !order.frauds.isEmpty { frauds += 1 }
        line.removeAll(keepingCapacity: true)
        wide.append(order, to: &line)
        try put(.wide, line)
        line.removeAll(keepingCapacity: true)
        JSONLayout.append(order, row: rows, simulation.company, to: &line)
        try put(.json, line)
        for fraud in order.frauds {
          try put(.truth, "\(rows),\(fraud.scheme),\(Money(unchecked: fraud.loss)),\(order.rep),\(fraud.variant)\n")
        }
      }
    }
    for file in File.allCases { try sink(file, buffers[file] ?? []) }
    buffers = [:]
  }

  private mutating func put(_ file: File, _ text: String) throws { try put(file, Array(text.utf8)) }

  private mutating func put(_ file: File, _ bytes: [UInt8]) throws {
    buffers[file, default: []].append(contentsOf: bytes)
    guard let buffer = buffers[file], buffer.count >= OrderWriting.chunkBytes else { return }
    buffers[file] = []
    try sink(file, buffer)
  }
}
