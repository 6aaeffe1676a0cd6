import Records

/// The company that a seed draws: what it sells, who sells it, who buys.
struct Company {
  struct Product {
    var name: String
    /// In ten-thousandths; prices in whole cents.
    var price: Int64
    var cost: Int64
  }

  struct Rep {
    var name: String
    var discountRate: Double
    /// Running sums over the ladder: every rep has a habit.
    var steps: [Double]
    var isGuilty = false
  }

  struct Customer {
    var id: Int
    var name: String
    var place: Place
    var age: Int
    var family: Int
  }

  struct Place {
    var state: String
    var region: String
    var division: String
  }

  let products: [Product]
  /// Running sums of how often each product is bought.
  let popularity: [Double]
  let reps: [Rep]
  let repSums: [Double]
  private let seed: UInt64
  private let customers: Int

  init(_ options: SimulationOptions) {
    (seed, customers) = (options.seed, options.customers)
    products = Company.catalogue(options)
    var random = Random(options.seed, .catalogue, -1)
    popularity = runningSums(products.indices.map { _ in 1 / (0.02 + random.share()) })
    reps = Company.reps(options)
    var weights = Random(options.seed, .reps, -1)
    repSums = runningSums(reps.indices.map { _ in 0.4 + weights.share() })
  }

  private static func catalogue(_ options: SimulationOptions) -> [Product] {
    let kinds: [(name: String, low: Double, high: Double)] = [
      ("Roadster", 480, 3_600), ("Trail", 420, 3_400), ("Voyager", 600, 2_400), ("Frameset", 190, 1_430), ("Wheelset", 60, 360),
      ("Saddle", 20, 60),
      ("Handlebar", 35, 120), ("Pedals", 35, 85), ("Tyre", 18, 36), ("Tube", 3, 6), ("Jersey", 45, 60), ("Gloves", 22, 40),
      ("Helmet", 30, 40),
      ("Bottle", 4, 10), ("Socks", 8, 11), ("Lights", 13, 48), ("Rack", 100, 130), ("Pump", 18, 26), ("Crankset", 150, 410),
      ("Brakes", 90, 125),
    ]
    let series = ["Alba", "Brio", "Cala", "Dune", "Echo", "Fjord", "Gala"]
    let colors = ["Slate", "Amber", "Moss"]
    return (0..<options.products).map { index in
      var random = Random(options.seed, .catalogue, index)
      let kind = kinds[index % kinds.count]
      let variant = index / kinds.count
      let cents = Int64((kind.low + (kind.high - kind.low) * random.share() * random.share()) * 100) / 10 * 10 + 9
      let ratio = 0.37 + 0.33 * random.share()
      let name = kind.name + series[variant % series.count] + colors[variant / series.count % colors.count]
      let number = variant / (series.count * colors.count)
      return Product(
        name: number == 0 ? name : "\(name)\(number + 1)", price: cents * 100, cost: Int64(Double(cents * 100) * ratio))
    }
  }

  private static func reps(_ options: SimulationOptions) -> [Rep] {
    let guilty = guiltyReps(options)
    return (0..<options.reps).map { index in
      var random = Random(options.seed, .reps, index)
      let number = index / (firstNames.count) + 1
      let name = "\(firstNames[index % firstNames.count]) \(lastNames[(index * 7 + 3) % lastNames.count])"
      let habit = runningSums(options.ladder.map { $0.weight * (0.5 + random.share()) })
      let rate = min(1, options.discountRate * (0.8 + 0.4 * random.share()))
      return Rep(
        name: number == 1 ? name : "\(name) \(number)", discountRate: options.ladder.isEmpty ? 0 : rate, steps: habit,
        isGuilty: guilty.contains(index))
    }
  }

  private static func guiltyReps(_ options: SimulationOptions) -> Set<Int> {
    guard !options.paddings.isEmpty, options.paddingRate > 0 else { return [] }
    var random = Random(options.paddingSeed ?? options.seed, .padding, -1)
    var order = Array(0..<options.reps)
    for index in order.indices.reversed() where index > 0 { order.swapAt(index, random.whole(0...index)) }
    return Set(order.prefix(options.guiltyReps))
  }

  /// The same customer has the same attributes in every order.
  func customer(_ number: Int) -> Customer {
    var random = Random(seed, .customers, number)
    let name = "\(firstNames[random.whole(0...firstNames.count - 1)]) \(lastNames[random.whole(0...lastNames.count - 1)])"
    let place = places[random.whole(0...places.count - 1)]
    let age = 18 + random.whole(0...30) + random.whole(0...30)
    return Customer(id: number + 1, name: name, place: place, age: age, family: max(0, random.whole(0...6) - 2))
  }

  func randomCustomer(_ random: inout Random) -> Int { random.whole(0...customers - 1) }
}

private let firstNames = [
  "Ada", "Bela", "Caro", "Dario", "Edda", "Faris", "Gisa", "Hugo", "Ines", "Jonas", "Kaja", "Levin", "Mira", "Nils", "Olga",
  "Paolo", "Quinn", "Runa",
  "Sami", "Tilda", "Ugo", "Vera", "Wim", "Xenia", "Yusuf", "Zora", "Anouk", "Boris", "Cleo", "Dilan", "Elif", "Fiete", "Greta",
  "Henk", "Ivo", "Jara",
]

private let lastNames = [
  "Abel", "Brandt", "Castell", "Dorn", "Eberle", "Falk", "Gruber", "Hollis", "Ibsen", "Jansen", "Kessler", "Lorca", "Moreau",
  "Nyberg", "Olsen",
  "Petrov", "Quint", "Rossi", "Santos", "Tanner", "Urban", "Vidal", "Weller", "Ximenes", "Yilmaz", "Zeller", "Arendt", "Bosch",
  "Conti", "Dahl",
]

private let places: [Company.Place] = [
  ("Oregon", "West", "Pacific"), ("California", "West", "Pacific"), ("Washington", "West", "Pacific"),
  ("Arizona", "West", "Mountain"),
  ("Nevada", "West", "Mountain"), ("Utah", "West", "Mountain"), ("Ohio", "Midwest", "East North Central"),
  ("Illinois", "Midwest", "East North Central"), ("Kansas", "Midwest", "West North Central"),
  ("Iowa", "Midwest", "West North Central"),
  ("Georgia", "South", "South Atlantic"), ("Florida", "South", "South Atlantic"), ("Texas", "South", "West South Central"),
  ("Alabama", "South", "East South Central"), ("Maine", "Northeast", "New England"), ("Vermont", "Northeast", "New England"),
  ("New York", "Northeast", "Middle Atlantic"), ("New Jersey", "Northeast", "Middle Atlantic"),
].map { Company.Place(state: $0.0, region: $0.1, division: $0.2) }
