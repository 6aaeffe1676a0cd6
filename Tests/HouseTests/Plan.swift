/// ARCHITECTURE.md's table of rooms, as data. A new room is a line here, in Package.swift and there.
enum Plan {
  static let imports: [String: Set<String>] = [
    "Records": [],
    "Diagnostics": [],
    "Charts": [],
    "Forest": [],
    "Metrics": [],
    "CommandLineKit": ["Diagnostics"],
    "Drift": ["Records"],
    "Simulator": ["Records"],
    "Evaluation": ["Records"],
    "RuleLanguage": ["Records", "Diagnostics"],
    "RuleEngine": ["RuleLanguage", "Records"],
    "Pricing": ["RuleLanguage", "Records"],
    // The reference interpreter is what engines are held against: it shares the language with them and nothing else.
    "RuleReference": ["RuleLanguage", "Records"],
    "RuleSQL": ["RuleLanguage", "Records"],
    "Labelling": ["Evaluation"],
    "Learning": ["Drift", "Forest", "Evaluation", "Records"],
    "Exploration": ["Charts", "Records"],
    "Notebooks": ["Diagnostics"],
    "Provenance": ["Records"],
    "Detection": ["RuleEngine", "RuleLanguage", "Diagnostics", "Records"],
    "Alerts": ["Detection", "Records"],
    "Reports": ["Alerts", "Charts", "Detection", "Evaluation", "Records"],
    "Monitor": ["Alerts", "Detection", "RuleLanguage", "Records"],
    "Files": ["Records"],
    "SystemZones": ["Records"],
    "FileTail": ["Records"],
    "CSVSource": ["CCSV", "Records"],
    "JSONSource": ["CYAJL", "Records"],
    "Compression": ["CZlib", "CZstd", "Records"],
    "PostgresLink": ["CPostgres", "Records"],
    "PostgresSource": ["PostgresLink", "Provenance", "Records"],
    "PostgresStore": ["Alerts", "Detection", "PostgresLink", "Records"],
    "KafkaSource": ["CKafka", "Records"],
    "XGBoostTrainer": ["CXGBoost", "Forest"],
    "SQLiteStore": ["CSQLite", "Alerts", "Detection", "Learning", "Records"],
    "BLASMath": ["CBLAS", "Learning"],
    "HTTPListener": ["CMicroHTTP"],
    "Supervision": [],
    "PDFReport": ["CCairo", "Charts", "Records", "Reports"],
    "Outbox": ["Diagnostics", "Files", "Records"],
    "Webhook": ["CCurl", "Outbox", "Records"],
    "CommandSink": ["Outbox"],
    "XlsxReport": ["CXlsx", "Alerts", "Charts", "Records", "Reports"],
    "SheriffApp": [
      "Alerts", "BLASMath", "CommandLineKit", "CommandSink", "Compression", "CSVSource", "Charts", "Detection", "Diagnostics",
      "Drift",
      "Evaluation",
      "Exploration", "FileTail",
      "Files",
      "Forest", "HTTPListener", "JSONSource", "KafkaSource", "Labelling", "Learning", "Metrics", "Monitor", "Notebooks",
      "Outbox",
      "PDFReport",
      "PostgresSource",
      "PostgresStore",
      "Pricing",
      "Provenance", "Records", "Reports",
      "RuleEngine", "RuleLanguage", "RuleSQL", "SQLiteStore", "Simulator", "Supervision", "SystemZones", "Webhook",
      "XGBoostTrainer", "XlsxReport",
    ],
    "sheriff": ["SheriffApp"],
  ]

  /// Rooms without a door to the outside.
  static let middle: Set<String> = [
    "Records", "Diagnostics", "Charts", "Drift", "Simulator", "RuleLanguage", "RuleEngine", "RuleReference", "RuleSQL", "Pricing",
    "Exploration", "Evaluation", "Provenance",
    "Alerts", "Detection", "Forest", "Labelling", "Learning", "Metrics", "Monitor", "Reports",
    "Notebooks",
  ]

  /// Rooms that never import each other, because one is held against the other. The table above says so already; here it is
  /// said on purpose.
  static let apart: [(String, String)] = [("RuleReference", "RuleEngine")]

  static let toolchain: Set<String> = ["Foundation", "Glibc", "Dispatch", "Synchronization"]

  static func isCModule(_ name: String) -> Bool {
    name.count > 1 && name.hasPrefix("C") && name.dropFirst().first?.isUppercase == true && name != "CSVSource"
  }
}
