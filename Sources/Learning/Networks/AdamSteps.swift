import Foundation

/// Adam: steps down the slope, each weight in a unit of its own, which is how large its slopes have been lately.
struct AdamSteps {
  private let rate: Double
  private let keepsMean = 0.9
  private let keepsSquare = 0.999
  private var means: [DenseNetwork.Layer]
  private var squares: [DenseNetwork.Layer]
  private var steps = 0

  init(_ network: DenseNetwork, rate: Double) {
    self.rate = rate
    means = network.layers.map { layer in
      .init(
        weights: Matrix(rows: layer.weights.rows, columns: layer.weights.columns), offsets: layer.offsets.map { _ in 0 })
    }
    squares = means
  }

  mutating func take(_ slopes: [DenseNetwork.Layer], _ network: inout DenseNetwork) {
    steps += 1
    // The first means begin at nothing; this makes up for it.
    let meanScale = 1 / (1 - pow(keepsMean, Double(steps)))
    let squareScale = 1 / (1 - pow(keepsSquare, Double(steps)))
    func step(_ value: inout [Double], _ mean: inout [Double], _ square: inout [Double], _ slope: [Double]) {
      for place in value.indices {
        mean[place] = keepsMean * mean[place] + (1 - keepsMean) * slope[place]
        square[place] = keepsSquare * square[place] + (1 - keepsSquare) * slope[place] * slope[place]
        value[place] -= rate * mean[place] * meanScale / ((square[place] * squareScale).squareRoot() + 1e-8)
      }
    }
    for layer in slopes.indices {
      step(
        &network.layers[layer].weights.values, &means[layer].weights.values, &squares[layer].weights.values,
        slopes[layer].weights.values)
      step(&network.layers[layer].offsets, &means[layer].offsets, &squares[layer].offsets, slopes[layer].offsets)
    }
  }
}
