public import Drift
import Foundation

/// All that scores records, as bytes: what the model learned from, how its columns are encoded, its trees, what makes chances of its
/// margins, from which chance on a record is an alert. One part for each scheme.
public struct ModelArtefact: Sendable {
  /// A feature by its name and the hash of its definition.
  public struct Feature: Hashable, Sendable, Codable {
    public var name: String
    public var type: String
    public var hash: String

    public init(name: String, type: String, hash: String) { (self.name, self.type, self.hash) = (name, type, hash) }
  }

  /// Where a model comes from.
  public struct Lineage: Hashable, Sendable, Codable {
    public var dataHash: String
    public var rulesHash: String
    public var baselineHash: String?
    /// What the records were labelled by, in words.
    public var labels: String
    public var rows: Int

    public init(dataHash: String, rulesHash: String, baselineHash: String?, labels: String, rows: Int) {
      (self.dataHash, self.rulesHash, self.baselineHash) = (dataHash, rulesHash, baselineHash)
      (self.labels, self.rows) = (labels, rows)
    }
  }

  public struct Part: Sendable {
    public var scheme: String
    public var encoding: FeatureEncoding
    public var calibration: ScoreCalibration
    public var threshold: DecisionThreshold
    public var blend: ModelBlend

    public init(scheme: String, _ model: TrainedModel) {
      self.scheme = scheme
      (encoding, calibration, threshold, blend) = (model.encoding, model.calibration, model.threshold, model.blend)
    }
  }

  public var schema: String
  public var features: [Feature]
  public var lineage: Lineage
  public var parts: [Part]
  /// How features, scores and the rules' words were distributed when it was learned. Nil in what was written before these were kept: what
  /// has moved since cannot be told then.
  public var past: Distributions?

  public init(schema: String, features: [Feature], lineage: Lineage, parts: [Part], past: Distributions? = nil) {
    (self.schema, self.features, self.lineage, self.parts, self.past) = (schema, features, lineage, parts, past)
  }

  // MARK: As bytes

  /// What stands before the trees.
  private struct Manifest: Codable {
    struct Part: Codable {
      var scheme: String
      var encoding: FeatureEncoding
      var calibration: ScoreCalibration
      var threshold: DecisionThreshold
      var forestByteCounts: [Int]
      var line: LogisticRegression?
      var lineShare: Double
    }

    var schema: String
    var features: [Feature]
    var lineage: Lineage
    var parts: [Part]
    var past: String?
  }

  private static let mark = "sheriff model 3\n"
  /// The kind before: the same, without what was distributed how.
  private static let markBefore = "sheriff model 2\n"

  /// A line that says what it is, a line of JSON, and each part's trees.
  public func bytes() throws(LearningError) -> [UInt8] {
    let distributions: String?
    do throws(DriftError) { distributions = try past?.text() } catch { throw LearningError(.model, "\(error)") }
    let manifest = Manifest(
      schema: schema, features: features, lineage: lineage,
      parts: parts.map {
        .init(
          scheme: $0.scheme, encoding: $0.encoding, calibration: $0.calibration, threshold: $0.threshold,
          forestByteCounts: $0.blend.forestBytes.map(\.count), line: $0.blend.line, lineShare: $0.blend.lineShare)
      }, past: distributions)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(ModelArtefact.mark.utf8) + Array(try encoder.encode(manifest)) + [0x0A]
        + parts.flatMap { $0.blend.forestBytes.joined() }
    } catch { throw LearningError(.model, "the model cannot be written: \(error)") }
  }

  public init(bytes: [UInt8]) throws(LearningError) {
    guard bytes.starts(with: ModelArtefact.mark.utf8) || bytes.starts(with: ModelArtefact.markBefore.utf8) else {
      throw LearningError(.model, "these bytes are no model of a kind that is known here; train the model anew")
    }
    let body = bytes.dropFirst(ModelArtefact.mark.utf8.count)
    guard let end = body.firstIndex(of: 0x0A) else { throw ModelArtefact.damaged("its description does not end") }
    let manifest: Manifest
    do { manifest = try JSONDecoder().decode(Manifest.self, from: Data(body[..<end])) } catch {
      throw ModelArtefact.damaged("its description cannot be read: \(error)")
    }
    var rest = body[(end + 1)...]
    var parts: [Part] = []
    for part in manifest.parts {
      var forests: [[UInt8]] = []
      for count in part.forestByteCounts {
        guard count >= 0, rest.count >= count else { throw ModelArtefact.damaged("trees are missing") }
        forests.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      let blend: ModelBlend
      do throws(LearningError) {
        blend = try ModelBlend(forestBytes: forests, line: part.line, lineShare: part.lineShare)
      } catch { throw ModelArtefact.damaged("the trees for \(part.scheme): \(error.message)") }
      guard part.threshold.score.map({ (0...1).contains($0) }) ?? true else {
        throw ModelArtefact.damaged("the threshold for \(part.scheme) is no chance")
      }
      guard blend.features == part.encoding.descriptions else {
        throw ModelArtefact.damaged("the trees for \(part.scheme) ask for other features than the encoding gives")
      }
      parts.append(
        Part(
          scheme: part.scheme, encoding: part.encoding, calibration: part.calibration, threshold: part.threshold, blend: blend))
    }
    guard rest.isEmpty else { throw ModelArtefact.damaged("\(rest.count) bytes follow its trees") }
    let past: Distributions?
    do throws(DriftError) {
      // A closure would not keep what kind of error it is.
      if let text = manifest.past { past = try Distributions(text: text) } else { past = nil }
    } catch { throw ModelArtefact.damaged("\(error)") }
    self.init(schema: manifest.schema, features: manifest.features, lineage: manifest.lineage, parts: parts, past: past)
  }

  private static func damaged(_ what: String) -> LearningError {
    LearningError(.model, "the model is damaged: \(what); restore it from a backup, or train it anew")
  }
}

extension ModelArtefact.Part {
  fileprivate init(
    scheme: String, encoding: FeatureEncoding, calibration: ScoreCalibration, threshold: DecisionThreshold, blend: ModelBlend
  ) {
    (self.scheme, self.encoding, self.calibration, self.threshold) = (scheme, encoding, calibration, threshold)
    self.blend = blend
  }

  /// The calibrated chance of each row.
  public func chances(_ frame: TrainingFrame) throws(LearningError) -> [Double] {
    calibration.chances(try blend.scores(encoding.rows(of: frame)))
  }
}
