import CommandLineKit
import Detection
import Learning
import Records
import XGBoostTrainer

/// What a model says of a history's records: one that is registered, or one that is trained for the export, or none.
struct NotebookModels {
  enum Part: String { case learned, tested, scored }

  struct Scored {
    /// By record which part it had; nil where the model has nothing to do with it.
    var parts: [Part?]
    /// By record; nil where it is not told, since the model learned from it.
    var chances: [Double?]
    var alerts: [Bool]
  }

  private(set) var byScheme: [String: Scored] = [:]
  /// Those that were trained here.
  private(set) var trained: [LearnedScheme] = []
  /// By scheme why there is no model.
  private(set) var without: [String: String] = [:]
  private(set) var reference: String?

  /// The registered model that the invocation names.
  static func named(_ invocation: Invocation, _ rules: LoadedRules) throws -> ModelScoring? {
    invocation.text("model") == "learn" ? nil : try ModelScoring.named(invocation, rules)
  }

  init(
    _ invocation: Invocation, _ history: LearningHistory, _ labels: HistoryLabels, _ truth: TruthFile?, _ model: ModelScoring?,
    _ opinions: [String: [ModelOpinion]]
  ) throws {
    if let model {
      reference = "\(model.version.reference)"
      for (scheme, said) in opinions {
        byScheme[scheme] = Scored(
          parts: said.map { _ in .scored }, chances: said.map(\.chance), alerts: said.map(\.isAlert))
      }
      return
    }
    guard invocation.text("model") == "learn" else { return }
    let settings = try LearnSettings(invocation).untimed
    for (scheme, reason) in labels.passedOver { without[scheme] = reason }
    for (scheme, chances) in labels.chances {
      do throws(LearningError) {
        let learned = try LearnedScheme(
          scheme, history, chances, truth: truth, labelled: nil, settings, XGBoostTrainer(), terminal: invocation.terminal)
        trained.append(learned)
        byScheme[scheme] = Scored(learned.model, of: history.collection.count)
      } catch {
        guard error.code != .cancelled else { throw CommandFailure(.internal, error.message) }
        without[scheme] = error.message
      }
    }
  }
}

extension NotebookModels.Scored {
  /// Of a model that was trained on some of the records and tested on others.
  init(_ model: TrainedModel, of count: Int) {
    parts = [NotebookModels.Part?](repeating: nil, count: count)
    chances = [Double?](repeating: nil, count: count)
    alerts = [Bool](repeating: false, count: count)
    for record in model.split.train { parts[record] = .learned }
    for (place, record) in model.test.rows.enumerated() {
      (parts[record], chances[record], alerts[record]) = (.tested, model.test.chances[place], model.test.alerts[place] > 0)
    }
  }
}
