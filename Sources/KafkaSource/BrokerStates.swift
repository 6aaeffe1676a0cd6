import Foundation

/// Which brokers were said to be down. librdkafka tells when a connection breaks; that it holds again stands only in its
/// statistics.
struct BrokerStates {
  private var down: Set<String> = []

  /// The place in messages such as `ssl://host:9092/1: Connect to … failed`; what is at fault and why.
  static func parts(_ message: String) -> (name: String, reason: String) {
    var rest = Substring(message)
    for prefix in ["GroupCoordinator: "] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
    if let scheme = rest.firstRange(of: "://"), rest[..<scheme.lowerBound].allSatisfy({ $0.isLetter || $0 == "_" }) {
      rest = rest[scheme.upperBound...]
    }
    guard let end = rest.firstRange(of: ": ") else { return ("", message) }
    return (String(rest[..<end.lowerBound].prefix { $0 != "/" }), String(rest[end.upperBound...]))
  }

  /// Nil where that is known already.
  mutating func fell(_ message: String) -> KafkaNotice? {
    let (name, reason) = BrokerStates.parts(message)
    guard down.insert(name).inserted else { return nil }
    return .brokerDown(name, reason: reason)
  }

  mutating func update(statistics: UnsafeRawBufferPointer) -> [KafkaNotice] {
    // Statistics come all the time and are read only while they can say something new.
    guard !down.isEmpty, let figures = try? JSONDecoder().decode(Statistics.self, from: Data(statistics)) else { return [] }
    let up = Set(figures.brokers.values.filter { $0.state == "UP" }.map(\.nodename))
    let risen = down.filter { up.contains($0) || $0.isEmpty && !up.isEmpty }.sorted()
    down.subtract(risen)
    return risen.filter { !$0.isEmpty }.map { .brokerUp($0) }
  }

  private struct Statistics: Decodable {
    struct Broker: Decodable {
      let nodename: String
      let state: String
    }

    let brokers: [String: Broker]
  }
}
