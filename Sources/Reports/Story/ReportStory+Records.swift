import Alerts

/// Which alerts stand behind which figure.
extension ReportStory {
  public var pseudonyms: Pseudonyms { facts.names }

  /// Every file of records but the one of all.
  public var recordFiles: [String] {
    facts.schemes.flatMap { ["\(RecordFiles.scheme($0)).csv", "\(RecordFiles.scheme($0)).json"] }.uniqued
      + parts.times.values.flatMap(\.values).sorted().uniqued + parts.products.values.flatMap(\.values).sorted().uniqued
      + peopleWithFiles.map { RecordFiles.person(facts.names.of($0)) }.sorted().uniqued
  }

  public func tells(_ alert: ReportedAlert) -> Bool { facts.period.contains(alert.sighting.at) }

  public func recordFiles(of alert: ReportedAlert) -> [String] {
    let said = alert.sighting
    let scheme = RecordFiles.stem(said.scheme)
    var files = ["\(scheme).csv", "\(scheme).json"]
    if let at = said.at, let path = parts.times[said.scheme]?[facts.span(of: CasePeriod(of: at))] { files.append(path) }
    if let products = parts.products[said.scheme], let name = Evidence(said.evidence).text("taken_home"),
      let path = products[name]
    {
      files.append(path)
    }
    if let entity = said.entity, peopleWithFiles.contains(entity), SchemeKind(said.scheme) == .byPerson {
      files.append(RecordFiles.person(facts.names.of(entity)))
    }
    return files
  }
}

/// The files of parts of schemes: the lines of a table that have records of their own.
struct PartFiles: Sendable {
  /// By scheme and time.
  private(set) var times: [String: [ReportSpan: String]] = [:]
  /// By scheme and product.
  private(set) var products: [String: [String: String]] = [:]

  /// Each is a file that is open while all are written.
  private static let schemesMax = 8

  init(_ facts: ReportFacts) {
    for scheme in facts.losing.prefix(PartFiles.schemesMax) {
      let name = scheme.key.scheme
      if scheme.months.count > 1 {
        for (span, part) in facts.spans(of: scheme).suffix(ReportFacts.spansMax) where part.count > 0 {
          times[name, default: [:]][span] = RecordFiles.time(name, span)
        }
      }
      for (place, product) in scheme.products.prefix(ReportStory.productsShownMax).enumerated() {
        products[name, default: [:]][product.name] = RecordFiles.product(name, place, product.name)
      }
    }
  }
}

extension [String] {
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
