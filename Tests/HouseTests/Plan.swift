/// ARCHITECTURE.md's table of rooms, as data. A new room is a line here, in Package.swift and there.
enum Plan {
  static let imports: [String: Set<String>] = [
    "Records": [],
    "Diagnostics": [],
    "Charts": [],
    "CommandLineKit": ["Diagnostics"],
    "Simulator": ["Records"],
    "RuleLanguage": ["Records", "Diagnostics"],
    "Pricing": ["RuleLanguage", "Records"],
    "RuleSQL": ["RuleLanguage", "Records"],
    "Exploration": ["Charts", "Records"],
    "Files": ["Records"],
    "CSVSource": ["CCSV", "Records"],
    "JSONSource": ["CYAJL", "Records"],
    "Compression": ["CZlib", "CZstd", "Records"],
    "PostgresSource": ["CPostgres", "Records"],
    "SheriffApp": [
      "CommandLineKit", "Compression", "CSVSource", "Charts", "Diagnostics", "Exploration", "Files", "JSONSource",
      "PostgresSource", "Pricing", "Records", "RuleLanguage", "Simulator",
    ],
    "sheriff": ["SheriffApp"],
  ]

  /// Rooms without a door to the outside.
  static let middle: Set<String> = [
    "Records", "Diagnostics", "Charts", "Simulator", "RuleLanguage", "RuleSQL", "Pricing", "Exploration",
  ]

  static let toolchain: Set<String> = ["Foundation", "Glibc", "Dispatch", "Synchronization"]

  static func isCModule(_ name: String) -> Bool {
    name.count > 1 && name.hasPrefix("C") && name.dropFirst().first?.isUppercase == true && name != "CSVSource"
  }
}
