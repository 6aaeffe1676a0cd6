import CKafka
import Records

/// What librdkafka's codes mean to whoever reads through it, and what to do.
enum KafkaFailure {
  static func name(_ code: rd_kafka_resp_err_t) -> String { String(cString: rd_kafka_err2name(code)) }
  static func text(_ code: rd_kafka_resp_err_t) -> String { String(cString: rd_kafka_err2str(code)) }

  /// Codes that say that one broker cannot be reached, or not now.
  static func isAboutABroker(_ code: rd_kafka_resp_err_t) -> Bool {
    [
      RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR__TIMED_OUT,
      RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
    ].contains(code)
  }

  static func isAboutATopic(_ code: rd_kafka_resp_err_t) -> Bool {
    [
      RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
      RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,
    ].contains(code)
  }

  /// What ends the reading unless somebody does something; nil for whatever passes.
  static func end(_ code: rd_kafka_resp_err_t, _ reason: String, _ address: KafkaAddress) -> SourceError? {
    let advice: String
    switch code {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
      advice = "check the user \(address.login?.user ?? ""), the password and the mechanism"
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM: advice = "use a mechanism that the brokers offer, by sasl="
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: advice = "grant READ and DESCRIBE on the topic"
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED: advice = "grant READ on the group \(address.group)"
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED: advice = "grant the user what the brokers ask for"
    case RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
      advice = "others of the group \(address.group) share partitions by another rule; end them, or choose another group"
    case RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT: advice = "set rdkafka.session.timeout.ms as the brokers allow"
    case RD_KAFKA_RESP_ERR_INVALID_GROUP_ID: advice = "choose another name by group="
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
      advice = "another consumer has the same rdkafka.group.instance.id; give each its own"
    case RD_KAFKA_RESP_ERR__FATAL: advice = "open the source anew"
    default: return nil
    }
    return SourceError(.unavailable, source: address.description, "\(reason); \(advice)")
  }

  static func unavailable(
    _ code: rd_kafka_resp_err_t, _ action: String, _ address: KafkaAddress
  ) -> SourceError {
    end(code, "\(action): \(text(code))", address)
      ?? SourceError(.unavailable, source: address.description, "\(action): \(text(code))", isRetriable: true)
  }
}
