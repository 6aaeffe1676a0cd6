/// What a simulation is asked for, by options' names: the command and the matrix need know no single one.
public protocol NamedOptions: Sendable {
  /// Each option's name, its value's name, and its meaning.
  static var table: [(name: String, value: String, help: String)] { get }

  init()
  mutating func set(_ name: String, _ text: String) throws(SimulationOptions.Failure)
  func check() throws(SimulationOptions.Failure)
}

extension SimulationOptions: NamedOptions {}
extension CardOptions: NamedOptions {}
