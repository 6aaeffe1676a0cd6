import CommandLineKit
import JSONSource
import KafkaSource
import Records
import RuleLanguage

/// A topic whose messages are records of a schema.
struct KafkaTopic {
  let name: String
  let schema: Schema
  let mapping: SourceMapping
  let schemaPath: String
}

/// Topics as a person named them, under the schemas that fit what is in them.
enum KafkaOpening {
  static func isAddress(_ name: String) -> Bool { name.hasPrefix("kafka://") }

  static func address(_ invocation: Invocation) throws -> KafkaAddress {
    try reading { () throws(SourceError) in try KafkaAddress(invocation.arguments[0]) }
  }

  /// Each is looked at before any is followed; nil where that is to be waited for no longer.
  static func topics(_ invocation: Invocation, _ waiting: WatchWaiting) throws -> [KafkaTopic]? {
    try FollowedTableOpening.refuseOptions(invocation)
    let address = try address(invocation)
    let library = try SchemaLibrary(invocation)
    let look = try reading { () throws(SourceError) in try KafkaLook(address) }
    var topics: [KafkaTopic] = []
    for name in address.topics {
      guard let topic = try waiting.first({ try found(name, address, look, library) }) else { return nil }
      topics.append(topic)
    }
    return topics
  }

  private static func found(
    _ name: String, _ address: KafkaAddress, _ look: KafkaLook, _ library: SchemaLibrary
  ) throws -> (KafkaTopic?, why: String) {
    let payload: [UInt8]?
    do throws(SourceError) {
      payload = try look.payload(of: name, waiting: .seconds(5)) { !DocumentKeys.of($0[...]).isEmpty }
    } catch {
      guard error.isRetriable else { throw CommandFailure(error) }
      return (nil, "\(error)")
    }
    guard let payload else {
      return (nil, "\(name): there is no JSON object in the topic yet; waiting for the first record")
    }
    let recognition = Recognition(names: DocumentKeys.of(payload[...]), kind: .json, library: library)
    guard let best = recognition.best else { throw recognition.failure("topic \(name)") }
    return (KafkaTopic(name: name, schema: best.entry.schema, mapping: best.mapping, schemaPath: best.entry.path), "")
  }
}
