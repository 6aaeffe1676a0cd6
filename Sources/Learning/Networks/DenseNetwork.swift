import Evaluation
import Foundation

/// Layers in which every input meets every output. All but the last bend their outputs by the hyperbolic tangent.
public struct DenseNetwork: Hashable, Sendable, Codable {
  public struct Layer: Hashable, Sendable, Codable {
    /// A row for each input, a column for each output.
    public var weights: Matrix
    public var offsets: [Double]
  }

  public var layers: [Layer]

  public var inputs: Int { layers.first?.weights.rows ?? 0 }
  public var outputs: Int { layers.last?.weights.columns ?? 0 }

  /// - widths: of the inputs, of each layer between, of the outputs.
  public init(widths: [Int], seed: UInt64) {
    var random = SeededRandom(seed)
    layers = zip(widths, widths.dropFirst()).map { inputs, outputs in
      // So large that signals neither grow nor fade on their way through.
      let bound = (6 / Double(inputs + outputs)).squareRoot()
      var weights = Matrix(rows: inputs, columns: outputs)
      for place in weights.values.indices { weights.values[place] = (2 * random.share() - 1) * bound }
      return Layer(weights: weights, offsets: [Double](repeating: 0, count: outputs))
    }
  }

  /// What each layer gives for rows of inputs, the inputs first.
  func signals(_ rows: Matrix, _ math: any MatrixMath) -> [Matrix] {
    var signals = [rows]
    for (place, layer) in layers.enumerated() {
      var outputs = math.product(MatrixFactor(signals[place]), MatrixFactor(layer.weights))
      let isLast = place == layers.count - 1
      let width = outputs.columns
      outputs.values.withUnsafeMutableBufferPointer { values in
        for row in 0..<rows.rows {
          for column in 0..<width {
            let sum = values[row * width + column] + layer.offsets[column]
            values[row * width + column] = isLast ? sum : tanh(sum)
          }
        }
      }
      signals.append(outputs)
    }
    return signals
  }

  public func outputs(_ rows: Matrix, _ math: any MatrixMath) -> Matrix { signals(rows, math)[layers.count] }

  /// Half the squared distance between outputs and targets, in the mean over the rows, and its slope by every weight and offset.
  ///
  /// - counted: 1 where a target counts, 0 where it is not known.
  public func slopes(_ rows: Matrix, targets: Matrix, counted: Matrix, _ math: any MatrixMath) -> (loss: Double, layers: [Layer])
  {
    let signals = signals(rows, math)
    var slopes = layers
    // From the outputs back: what a change of a layer's sums would do to the loss.
    var errors = signals[layers.count]
    var loss = 0.0
    let share = 1 / Double(max(1, rows.rows))
    for place in errors.values.indices {
      let distance = (errors.values[place] - targets.values[place]) * counted.values[place]
      loss += distance * distance / 2 * share
      errors.values[place] = distance * share
    }
    for place in layers.indices.reversed() {
      slopes[place].weights = math.product(MatrixFactor(signals[place], turned: true), MatrixFactor(errors))
      slopes[place].offsets = sums(errors)
      guard place > 0 else { break }
      var below = math.product(MatrixFactor(errors), MatrixFactor(layers[place].weights, turned: true))
      // The tangent's slope, from its value.
      for index in below.values.indices {
        let signal = signals[place].values[index]
        below.values[index] *= 1 - signal * signal
      }
      errors = below
    }
    return (loss, slopes)
  }

  private func sums(_ matrix: Matrix) -> [Double] {
    var sums = [Double](repeating: 0, count: matrix.columns)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { sums[column] += matrix.values[row * matrix.columns + column] }
    }
    return sums
  }

  /// A file can say anything, and products trust their shapes; so the file is checked.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    layers = try container.decode([Layer].self, forKey: .layers)
    let isSound =
      !layers.isEmpty
      && layers.allSatisfy { layer in
        let shape = layer.weights
        return (1...1 << 16).contains(shape.rows) && (1...1 << 16).contains(shape.columns)
          && shape.values.count == shape.rows * shape.columns && layer.offsets.count == shape.columns
          && shape.values.allSatisfy(\.isFinite) && layer.offsets.allSatisfy(\.isFinite)
      }
      && zip(layers, layers.dropFirst()).allSatisfy { $0.weights.columns == $1.weights.rows }
    guard isSound else { throw LearningError(.misfit, "the network in the model's file is damaged; train the model anew") }
  }
}
