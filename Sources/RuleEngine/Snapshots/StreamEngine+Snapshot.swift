import Records
import RuleLanguage

extension StreamEngine {
  /// All that later answers depend on, as bytes: the same for the same records, whatever batches they came in, and whatever
  /// an engine of another process had to call their keys.
  ///
  /// It is read by an engine with the same schema. Rules may be others: windows are found again by what they mean.
  public func snapshot() -> [UInt8] {
    compact()
    let all = Array(tracks.joined())
    var texts = SnapshotTexts(symbols)
    for track in all { TrackWriting.note(track, &texts) }
    texts.finish(symbols)
    var writer = SnapshotWriter()
    writer.add(text: schema.name)
    writer.add(bytes: schema.digest)
    for number in [admission.sequence, admission.clock] { writer.add(number) }
    for count in [admission.duplicates, admission.deletes, admission.late] { writer.add(count) }
    writer.add(texts.texts.count)
    writer.add(texts: texts.texts)
    let versions = VersionsWriting(admission.versions)
    versions.write(to: &writer, fields: admission.previousFields.map { schema.fields[$0].name })
    let meanings = meanings
    writer.add(all.count)
    let contents = meanings.map(\.content)
    let order = all.indices.sorted {
      contents[$0] == contents[$1] ? $0 < $1 : contents[$0].lexicographicallyPrecedes(contents[$1])
    }
    for index in order {
      TrackWriting(all[index], meanings[index], texts).write(to: &writer, versions: versions.versions)
    }
    return writer.file()
  }

  /// Takes the place of all that was seen before. If it fails the engine is as it was.
  ///
  /// - Returns: which windows the snapshot knows nothing of, because they are of newer rules.
  @discardableResult
  public func restore(_ bytes: [UInt8]) throws(SnapshotError) -> SnapshotRestoration {
    let result: Result<SnapshotRestoration, SnapshotError> = bytes.withUnsafeBytes { bytes in
      do throws(SnapshotError) {
        var reader = try SnapshotReader(file: bytes)
        return .success(try restore(&reader))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func restore(_ reader: inout SnapshotReader) throws(SnapshotError) -> SnapshotRestoration {
    let name = try reader.text("the schema's name")
    guard try reader.digest("the schema") == schema.digest else { throw .otherSchema(wanted: schema.name, found: name) }
    let sequence = try reader.word("the sequence", in: 0...SnapshotBounds.sequenceMax)
    let clock = try reader.word("the clock")
    var counts: [Int] = []
    for what in ["duplicates", "deletes", "late records"] { counts.append(Int(try reader.word(what, in: 0...sequence))) }
    let texts = RestoredTexts(try reader.texts(try reader.count("texts", words: 1), "texts"), symbols)
    let versions = try VersionsReading(&reader, schema, fields: admission.previousFields, clock: clock, sequence: sequence)
    let bounds = SnapshotBounds(clock: clock, sequence: sequence, texts: texts, versionCount: versions.slots.count)
    var written: [WrittenTrack] = []
    for _ in 0..<(try reader.count("tracks", words: 5)) { written.append(try WrittenTrack(&reader)) }
    guard reader.left == 0 else { throw .inconsistent("there are \(reader.left) words too many") }
    let restored = try restore(written, bounds)
    tracks = restored.tracks
    admission.resume(sequence: sequence, clock: clock)
    (admission.duplicates, admission.deletes, admission.late) = (counts[0], counts[1], counts[2])
    versions.install(in: admission.versions)
    untilCompaction = StreamEngine.compactionLeast
    return SnapshotRestoration(
      newWindows: restored.missing.map { Cost.name(of: plan.program.windows[$0], plan.program) },
      newPreviousFields: versions.unknownFields)
  }

  /// New tracks, filled with what the snapshot tells of them.
  private func restore(
    _ written: [WrittenTrack], _ bounds: SnapshotBounds
  ) throws(SnapshotError) -> (tracks: [[Track]], missing: [Int]) {
    var hash = ContentHash(plan.program)
    var missing: [Int] = []
    var fresh: [[Track]] = []
    for section in plan.sections {
      var restored: [Track] = []
      for trackPlan in section.tracks {
        let track = makeTrack(trackPlan)
        let meaning = TrackMeaning(trackPlan, plan.program, &hash)
        restored.append(track)
        let best = written.max { ($0.fit(meaning) ?? -1) < ($1.fit(meaning) ?? -1) }
        guard let best, best.fit(meaning) != nil else {
          missing += trackPlan.spans.flatMap { $0.aggregates.map(\.window) }
          continue
        }
        missing += best.missing(meaning, trackPlan)
        var reading = try TrackReading(track, meaning, best, bounds)
        try reading.read(slots: bounds.versionCount)
      }
      fresh.append(restored)
    }
    return (fresh, missing.sorted())
  }

  private var schema: Schema { plan.program.schemas[plan.schema] }

  private var meanings: [TrackMeaning] {
    var hash = ContentHash(plan.program)
    return plan.sections.flatMap(\.tracks).map { TrackMeaning($0, plan.program, &hash) }
  }
}

extension Schema {
  /// Of all that a record's content and place in time depend on.
  fileprivate var digest: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ text: String) {
      withUnsafeBytes(of: Int64(text.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: text.utf8)
    }
    func add(_ fields: [Field]) {
      add(String(fields.count))
      for field in fields {
        add(field.name)
        if case .money(let currency) = field.type { add("money \(currency)") } else { add(field.type.name) }
      }
    }
    add("schema 1")
    add(name)
    add(fields)
    for list in lists {
      add(list.name)
      add(list.fields)
    }
    for place in [timeField, identityField] { add(place.map { String($0) } ?? "none") }
    return SHA256.digest(bytes)
  }
}
