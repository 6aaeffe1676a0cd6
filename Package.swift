// swift-tools-version: 6.2

import PackageDescription

/// Every upcoming language feature is on and every warning is an error, in every target.
let strict: [SwiftSetting] =
  [
    "ExistentialAny", "ImmutableWeakCaptures", "InferIsolatedConformances", "InternalImportsByDefault",
    "MemberImportVisibility", "NonisolatedNonsendingByDefault",
  ].map { .enableUpcomingFeature($0) } + [.treatAllWarnings(as: .error)] + [
    // The tests run with the checks; in a release they cost a seventh of the time of reading narrow rows.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
  ]

/// A room: one folder under `Sources`, with exactly the rooms that it may import.
/// The order is the one of ARCHITECTURE.md, from the ground up.
func room(_ name: String, imports: [String] = [], computes: Bool = false) -> Target {
  .target(name: name, dependencies: imports.map { .init(stringLiteral: $0) }, swiftSettings: strict + (computes ? optimised : []))
}

/// A room that mostly computes is optimised for the tests too, with every check left in:
/// its tests run an order of magnitude sooner, which buys back far more than it costs to build.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]

func tests(_ name: String, of imports: [String], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: (imports + ["TestSupport"]).map { .init(stringLiteral: $0) }, exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "sheriff",
  products: [.executable(name: "sheriff", targets: ["sheriff"])],
  targets: [
    // Level 0: C libraries, a module map and a shim each.
    .systemLibrary(name: "CCSV"),
    .systemLibrary(name: "CYAJL"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),
    .systemLibrary(name: "CPostgres"),
    .systemLibrary(name: "CXGBoost"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CBLAS"),
    .systemLibrary(name: "CMicroHTTP"),
    .systemLibrary(name: "CKafka"),
    .systemLibrary(name: "CCurl"),
    .systemLibrary(name: "CXlsx"),
    .systemLibrary(name: "CCairo", pkgConfig: "pangocairo"),

    // Level 0: words that every other room uses.
    room("Records", computes: true),
    room("Diagnostics"),
    room("Charts"),
    room("Forest", computes: true),
    room("Metrics"),
    room("CommandLineKit", imports: ["Diagnostics"]),

    // Level 1 and up.
    room("Drift", imports: ["Records"], computes: true),
    room("Simulator", imports: ["Records"], computes: true),
    room("Evaluation", imports: ["Records"], computes: true),
    room("RuleLanguage", imports: ["Records", "Diagnostics"]),
    room("RuleEngine", imports: ["RuleLanguage", "Records"]),
    room("Pricing", imports: ["RuleLanguage", "Records"], computes: true),
    room("RuleReference", imports: ["RuleLanguage", "Records"]),
    room("RuleSQL", imports: ["RuleLanguage", "Records"]),
    room("Labelling", imports: ["Evaluation"], computes: true),
    room("Learning", imports: ["Drift", "Forest", "Evaluation", "Records"], computes: true),
    room("Exploration", imports: ["Charts", "Records"]),
    room("Notebooks", imports: ["Diagnostics"]),
    room("Provenance", imports: ["Records"]),
    room("Detection", imports: ["RuleEngine", "RuleLanguage", "Diagnostics", "Records"]),
    room("Alerts", imports: ["Detection", "Records"]),
    room("Reports", imports: ["Alerts", "Charts", "Detection", "Evaluation", "Records"]),
    room("Monitor", imports: ["Alerts", "Detection", "RuleLanguage", "Records"]),

    // The outer wall: the system, or one C library family, each.
    room("Files", imports: ["Records"]),
    room("SystemZones", imports: ["Records"]),
    room("FileTail", imports: ["Records"]),
    room("CSVSource", imports: ["CCSV", "Records"]),
    room("JSONSource", imports: ["CYAJL", "Records"]),
    room("Compression", imports: ["CZlib", "CZstd", "Records"]),
    room("PostgresLink", imports: ["CPostgres", "Records"]),
    room("PostgresSource", imports: ["PostgresLink", "Provenance", "Records"]),
    room("PostgresStore", imports: ["Alerts", "Detection", "PostgresLink", "Records"]),
    room("KafkaSource", imports: ["CKafka", "Records"]),
    room("XGBoostTrainer", imports: ["CXGBoost", "Forest"]),
    room("SQLiteStore", imports: ["CSQLite", "Alerts", "Detection", "Learning", "Records"]),
    room("BLASMath", imports: ["CBLAS", "Learning"]),
    room("HTTPListener", imports: ["CMicroHTTP"]),
    room("Outbox", imports: ["Diagnostics", "Files", "Records"]),
    room("Webhook", imports: ["CCurl", "Outbox", "Records"]),
    room("CommandSink", imports: ["Outbox"]),
    room("XlsxReport", imports: ["CXlsx", "Alerts", "Charts", "Records", "Reports"]),
    room("Supervision"),
    room("PDFReport", imports: ["CCairo", "Charts", "Records", "Reports"]),

    // The hall, and the door.
    room(
      "SheriffApp",
      imports: [
        "Alerts", "BLASMath", "CommandLineKit", "CommandSink", "Compression", "CSVSource", "Charts", "Detection", "Diagnostics",
        "Drift",
        "Evaluation",
        "Exploration", "FileTail", "Files",
        "Forest", "HTTPListener", "JSONSource", "KafkaSource", "Labelling", "Learning", "Metrics", "Monitor", "Notebooks",
        "Outbox",
        "PDFReport",
        "PostgresSource",
        "PostgresStore",
        "Pricing",
        "Provenance", "Records", "Reports",
        "RuleEngine", "RuleLanguage", "RuleSQL", "SQLiteStore", "Simulator", "Supervision", "SystemZones", "Webhook",
        "XGBoostTrainer", "XlsxReport",
      ]),
    .executableTarget(name: "sheriff", dependencies: ["SheriffApp"], swiftSettings: strict),

    // Run by Benchmarks/engine/run.sh.
    .executableTarget(
      name: "engine-benchmark", dependencies: ["Diagnostics", "Records", "RuleEngine", "RuleLanguage"],
      path: "Benchmarks/engine/Sources", swiftSettings: strict),
    // Run by Benchmarks/snapshot/run.sh.
    .executableTarget(
      name: "snapshot-benchmark", dependencies: ["Diagnostics", "Records", "RuleEngine", "RuleLanguage"],
      path: "Benchmarks/snapshot/Sources", swiftSettings: strict),

    // Run by Benchmarks/forest/run.sh.
    .executableTarget(
      name: "forest-benchmark", dependencies: ["CXGBoost", "Forest", "XGBoostTrainer"], path: "Benchmarks/forest/Sources",
      swiftSettings: strict),

    // Run by Benchmarks/alerts/run.sh.
    .executableTarget(
      name: "alert-benchmark", dependencies: ["Alerts", "Detection", "PostgresStore", "Records", "SQLiteStore"],
      path: "Benchmarks/alerts/Sources", swiftSettings: strict),

    // Run by Benchmarks/kafka/run.sh.
    .executableTarget(
      name: "kafka-benchmark", dependencies: ["CKafka", "KafkaSource", "Records"], path: "Benchmarks/kafka/Sources",
      swiftSettings: strict),

    // What proves it.
    .systemLibrary(name: "CSpawn", path: "Tests/CSpawn"),
    .target(name: "TestSupport", dependencies: ["CSpawn", "Records"], path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "KafkaTestSupport", dependencies: ["CKafka", "KafkaSource", "Records"], path: "Tests/KafkaTestSupport",
      swiftSettings: strict),
    .target(
      name: "EngineHarness", dependencies: ["Diagnostics", "Records", "RuleLanguage", "TestSupport"],
      path: "Tests/EngineHarness", swiftSettings: strict),
    tests("HouseTests", of: []),
    tests("TestSupportTests", of: []),
    tests("RecordsTests", of: ["Records"]),
    tests("DiagnosticsTests", of: ["Diagnostics"]),
    tests("ChartsTests", of: ["Charts"]),
    tests("ForestTests", of: ["CXGBoost", "Forest", "XGBoostTrainer"]),
    tests("MetricsTests", of: ["Metrics"], exclude: ["promtool.sh"]),
    tests("CommandLineKitTests", of: ["CommandLineKit"]),
    tests("DriftTests", of: ["Drift", "Records"]),
    tests("SimulatorTests", of: ["Simulator", "Records"]),
    tests("RuleLanguageTests", of: ["RuleLanguage", "Pricing", "Diagnostics", "Records"], exclude: ["Cases"]),
    tests(
      "RuleEngineTests",
      of: ["EngineHarness", "RuleEngine", "RuleReference", "RuleLanguage", "SystemZones", "Diagnostics", "Records"],
      exclude: ["conformance"]),
    tests("EngineHarnessTests", of: ["EngineHarness", "RuleLanguage", "Diagnostics", "Records"]),
    tests(
      "RuleSQLTests",
      of: ["EngineHarness", "RuleSQL", "RuleReference", "RuleLanguage", "SystemZones", "Diagnostics", "Records"],
      exclude: ["Cases", "environments.sh", "run-queries.py"]),
    tests("PricingTests", of: ["Pricing", "Records"]),
    tests("RuleReferenceTests", of: ["RuleReference", "RuleLanguage", "Diagnostics", "Records"]),
    tests("EvaluationTests", of: ["Evaluation", "Records"]),
    tests("LabellingTests", of: ["Evaluation", "Labelling"]),
    tests("ExplorationTests", of: ["Exploration", "Records"]),
    tests("NotebooksTests", of: ["Notebooks"], exclude: ["environment.sh"]),
    tests("DetectionTests", of: ["Detection", "RuleLanguage", "Diagnostics", "Records"]),
    tests("FileTailTests", of: ["CSVSource", "FileTail", "JSONSource", "Records"]),
    tests("CSVSourceTests", of: ["CSVSource", "Records"]),
    tests("JSONSourceTests", of: ["JSONSource", "Records"]),
    tests("CompressionTests", of: ["Compression", "Records"]),
    tests("ProvenanceTests", of: ["Provenance", "Records"]),
    tests("PostgresSourceTests", of: ["PostgresSource", "Provenance", "Records"]),
    tests("KafkaSourceTests", of: ["CKafka", "KafkaSource", "KafkaTestSupport", "Records"]),
    tests("XGBoostTrainerTests", of: ["Forest", "XGBoostTrainer"]),
    tests("LearningTests", of: ["BLASMath", "Drift", "Evaluation", "Forest", "Learning", "XGBoostTrainer", "Records"]),
    .executableTarget(
      name: "RegistryWriter", dependencies: ["Alerts", "Detection", "Learning", "Records", "SQLiteStore"],
      path: "Tests/RegistryWriter",
      swiftSettings: strict),
    .target(
      name: "AlertSamples", dependencies: ["Alerts", "Detection", "Records"], path: "Tests/AlertSamples", swiftSettings: strict),
    tests(
      "SQLiteStoreTests", of: ["AlertSamples", "RegistryWriter", "SQLiteStore", "Alerts", "Detection", "Learning", "Records"]),
    .executableTarget(
      name: "DaemonProbe", dependencies: ["HTTPListener", "Metrics", "Supervision"], path: "Tests/DaemonProbe",
      swiftSettings: strict),
    tests("HTTPListenerTests", of: ["DaemonProbe", "HTTPListener"]),
    tests("SupervisionTests", of: ["DaemonProbe", "Supervision"]),
    tests("AlertStoreTests", of: ["AlertSamples", "PostgresStore", "SQLiteStore", "Alerts", "Detection", "Records"]),
    tests("PostgresStoreTests", of: ["PostgresLink", "PostgresStore", "Alerts", "Detection", "Records"]),
    .executableTarget(
      name: "OutboxProbe", dependencies: ["Outbox", "Records"], path: "Tests/OutboxProbe", swiftSettings: strict),
    tests("ReportsTests", of: ["Alerts", "Charts", "Detection", "Records", "Reports"]),
    tests("XlsxReportTests", of: ["Charts", "Records", "Reports", "XlsxReport"]),
    tests("OutboxTests", of: ["Outbox", "OutboxProbe", "Records"]),
    tests("WebhookTests", of: ["Outbox", "Records", "Webhook"]),
    tests("CommandSinkTests", of: ["CommandSink", "Outbox", "Records"]),
    tests("PDFReportTests", of: ["sheriff", "Charts", "PDFReport", "Records", "Reports"]),
    tests("AlertsTests", of: ["Alerts", "Detection", "Records"]),
    tests(
      "AppTests",
      of: [
        "Alerts", "sheriff", "KafkaTestSupport", "PostgresStore", "SQLiteStore", "Learning", "RuleLanguage", "Diagnostics",
        "Records",
      ],
      exclude: ["Drifting/table.txt"]),
  ]
)
