import Alerts

/// Which alerts stand behind which figure.
extension ReportStory {
  public var pseudonyms: Pseudonyms { facts.names }

  /// Every file of records but the one of all.
  public var recordFiles: [String] {
    facts.schemes.flatMap { ["\(RecordFiles.scheme($0)).csv", "\(RecordFiles.scheme($0)).json"] }.uniqued
      + peopleWithFiles.map { RecordFiles.person(facts.names.of($0)) }.sorted().uniqued
  }

  public func tells(_ alert: ReportedAlert) -> Bool { facts.period.contains(alert.sighting.at) }

  public func recordFiles(of alert: ReportedAlert) -> [String] {
    let said = alert.sighting
    let scheme = "\(RecordFiles.folder)/\(SchemeFacts.slug(said.scheme))"
    var files = ["\(scheme).csv", "\(scheme).json"]
    if let entity = said.entity, peopleWithFiles.contains(entity), SchemeKind(said.scheme) == .byPerson {
      files.append(RecordFiles.person(facts.names.of(entity)))
    }
    return files
  }
}

extension [String] {
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
