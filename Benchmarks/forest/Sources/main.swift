import Forest
import Foundation

/// Scores, explains and loads a forest beside XGBoost's own library, on one thread.
///
///     forest-benchmark [TREES DEPTH FEATURES [CATEGORICAL]]
let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let (trees, depth, features) = numbers.count >= 3 ? (numbers[0], numbers[1], numbers[2]) : (300, 6, 40)
let categorical = numbers.count >= 4 ? numbers[3] : 0
let setup = Setup(trees: trees, depth: depth, features: features, categorical: categorical, missing: 0.05, seed: 7, rows: 4_096)
compareAll(setup)
