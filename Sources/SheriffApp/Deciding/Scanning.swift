import Detection
import Records
import RuleEngine
import RuleLanguage

/// A source decided on, and findings handed on as they are made: `scan` writes what an evaluation measures.
struct Scanning {
  private(set) var deciding: Deciding
  private let schema: Schema
  private let isStream: Bool
  private let all: Bool
  private let model: ModelScoring?

  /// - Parameters:
  ///   - isStream: each record is decided with nothing but those before it.
  ///   - all: findings are also made of what is not flagged.
  ///   - model: scores beside the rules.
  init(_ deciding: Deciding, schema: Schema, isStream: Bool, all: Bool, model: ModelScoring? = nil) {
    (self.deciding, self.schema, self.isStream, self.all, self.model) = (deciding, schema, isStream, all, model)
    if let model { self.deciding.use(model) }
  }

  /// - read: hands over every batch of the source.
  mutating func run(
    _ read: ((RecordBatch) throws -> Void) throws -> Void, _ body: (Finding, DecisionHashes) throws -> Void
  ) throws {
    let (all, model) = (all, model)
    var making = FindingMaking(deciding.rules, symbols: deciding.symbols, model: model)
    try withoutActuallyEscaping(body) { body in
      let write: DecisionHandler = { decisions, batch, start, hashes in
        let opinions = try model?.opinions(decisions)
        for finding in making.findings(decisions, in: batch, from: start, all: all, opinions: opinions) {
          try body(finding, hashes)
        }
      }
      if isStream {
        let stream = try StreamDeciding(deciding, schema: schema)
        try read { try stream.decide($0, write) }
        deciding = stream.deciding
      } else {
        var batches: [RecordBatch] = []
        try read { batches.append($0) }
        try deciding.history(batches, write)
      }
    }
  }
}
