import Records
import Simulator
import Testing

/// The habits that are told of a simulation's reps are those that show in their orders.
@Suite struct SimulatedHabitsTests {
  @Test func discountsComeAsOftenAsIsTold() throws {
    var options = SimulationOptions()
    (options.orders, options.products, options.reps) = (20_000, 30, 10)
    for (name, value) in [("padding", "none"), ("injections", "none"), ("discounts-by", "order"), ("ladder", "5:1,20:3")] {
      try options.set(name, value)
    }
    nonisolated(unsafe) var bytes: [UInt8] = []
    var writing = OrderWriting(options) { file, part in if file == .wide { bytes += part } }
    try writing.run()
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let names = lines[0].map(String.init)
    let list = try #require(names.firstIndex(of: "ListPrice"))
    let charged = try #require(names.firstIndex(of: "ChargedPrice"))
    let rep = try #require(names.firstIndex(of: "RepName"))
    var counts: [String: (orders: Int, small: Int, large: Int)] = [:]
    for cells in lines.dropFirst() {
      let rate = 1 - (Double(cells[charged]) ?? 0) / (Double(cells[list]) ?? 1)
      var count = counts[String(cells[rep])] ?? (0, 0, 0)
      count.orders += 1
      if rate > 0.1 { count.large += 1 } else if rate > 0.01 { count.small += 1 }
      counts[String(cells[rep])] = count
    }
    let habits = SimulatedHabits(options)
    #expect(counts.count == 10)
    for (name, count) in counts {
      let habit = try #require(habits.habit(of: name))
      let discounted = Double(count.small + count.large)
      // Some hundred orders a rep at least: five hundredths are three standard deviations.
      #expect(abs(discounted / Double(count.orders) - habit.discountRate) < 0.05, "\(name)")
      #expect(abs(Double(count.large) / discounted - habit.shares[1]) < 0.05, "\(name)")
      #expect(abs(habit.shares.reduce(0, +) - 1) < 1e-9)
    }
    #expect(Set(counts.keys.compactMap { habits.habit(of: $0) }).count == 10)
    #expect(habits.habit(of: "Nobody") == nil)
  }
}
