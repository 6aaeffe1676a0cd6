import Evaluation

/// Deals what settings differ in among blocks of sixteen, as cards are dealt: each part of a range goes to one setting of a
/// block, each kind to at least one. So sixteen settings hold the small and the large, the rare and the common, where settings
/// drawn one by one would leave gaps.
struct SettingStrata {
  enum Schemes { case padding, injections, both, none }

  /// What is dealt by itself. The order is part of what a seed means.
  enum Quantity: Int {
    case extremeOrders, orders, reps, customers, products, ladder, base, discountRate, guilty, padding, paddingShare
    case injection, injectionRate, prices, steps, habits, baskets, noise
  }

  /// Settings that are dealt among: all of a block, or those where a scheme is at work, or the others.
  enum Group: Int { case all, padding, injections, both, withoutPadding }

  static let blockSize = 16
  private static let turns: [Schemes] = [.both, .padding, .both, .injections, .padding, .both, .injections, .none]

  private let seed: UInt64
  private let block: Int
  private let place: Int

  /// - number: from 1.
  init(_ number: Int, seed: UInt64) {
    self.seed = seed
    (block, place) = (number - 1).quotientAndRemainder(dividingBy: SettingStrata.blockSize)
  }

  var schemes: Schemes { SettingStrata.schemes(place) }
  var hasPadding: Bool { schemes == .both || schemes == .padding }
  var hasInjections: Bool { schemes == .both || schemes == .injections }
  /// Settings with padding, or those without: either has some of each kind.
  var ownGroup: Group { hasPadding ? .padding : .withoutPadding }

  /// This setting's card, from 0, of as many as the group has settings; nil where it is none of the group.
  func card(_ quantity: Quantity, of group: Group) -> (card: Int, count: Int)? {
    deal(quantity, group, SettingStrata.places(group))
  }

  /// The same among the rest of a block, once some of its settings have got another card.
  func card(_ quantity: Quantity, butFor extremes: Quantity, of group: Group, first count: Int) -> (card: Int, count: Int)? {
    let taken = SettingStrata.places(group).filter { place in
      cards(extremes, group, SettingStrata.places(group))[place].map { $0 < count } == true
    }
    return deal(quantity, .all, SettingStrata.places(.all).filter { !taken.contains($0) })
  }

  private func deal(_ quantity: Quantity, _ group: Group, _ places: [Int]) -> (card: Int, count: Int)? {
    cards(quantity, group, places)[place].map { ($0, places.count) }
  }

  private func cards(_ quantity: Quantity, _ group: Group, _ places: [Int]) -> [Int: Int] {
    // Settings have the numbers from 1 up for theirs; a deal's lie below.
    var random = SeededRandom(seed, of: -1 - (block * 256 + quantity.rawValue * 8 + group.rawValue))
    var cards = Array(places.indices)
    for index in cards.indices.reversed() { cards.swapAt(index, Int(random.share() * Double(index + 1))) }
    return Dictionary(uniqueKeysWithValues: zip(places, cards))
  }

  private static func schemes(_ place: Int) -> Schemes { turns[place % turns.count] }

  private static func places(_ group: Group) -> [Int] {
    (0..<blockSize).filter { place in
      let schemes = schemes(place)
      return switch group {
      case .all: true
      case .padding: schemes == .both || schemes == .padding
      case .withoutPadding: schemes != .both && schemes != .padding
      case .injections: schemes == .both || schemes == .injections
      case .both: schemes == .both
      }
    }
  }
}
