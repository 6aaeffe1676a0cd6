import Records

/// One file under way: its bytes, and the records that are made of them.
final class TailedFile {
  let file: GrowingFile
  let records: any ResumableRecords
  /// Where its records begin, if not behind its own header: where reading was taken up again, or at once.
  private let start: Int64?
  private let firstLine: Int?
  /// Bytes of its own header, as far as they are known from before.
  private var knownLead: Int64?
  /// The next line's number, as far as it is known.
  private var nextLine: Int
  /// Whether others of its name were read before, so that a header may be missing.
  var isContinuation = false

  /// A file from its beginning.
  ///
  /// - header: what is read before it, where it has none itself.
  init(_ file: GrowingFile, header: [UInt8]? = nil, _ open: (SourceInput) -> any ResumableRecords) throws(SourceError) {
    self.file = file
    (start, firstLine, knownLead, nextLine) = (header == nil ? nil : 0, header == nil ? nil : 1, nil, 1)
    try file.begin(at: 0, lead: header ?? [])
    records = open(SourceInput(name: file.path) { () throws(SourceError) in try file.again() })
  }

  /// A file from a mark on.
  ///
  /// - header: what is read before it, where it has none itself.
  init(
    _ file: GrowingFile, _ mark: TailMark, header: [UInt8], _ open: (SourceInput) -> any ResumableRecords
  ) throws(SourceError) {
    self.file = file
    (start, firstLine, knownLead, nextLine) = (mark.offset, mark.line, mark.lead, mark.line)
    var lead = header
    if let own = mark.lead { lead = try file.bytes(0..<own) }
    try file.begin(at: mark.offset, lead: lead)
    records = open(SourceInput(name: file.path) { () throws(SourceError) in try file.again() })
  }

  /// Where the first byte lies that is no part of a record that was handed over.
  private var offset: Int64 {
    guard let lead = records.leadBytes else { return start ?? 0 }
    return (start ?? lead) + records.consumedBytes - lead
  }

  /// The bytes of its own header, once that was read.
  func header() throws(SourceError) -> [UInt8]? {
    guard start == nil, let lead = records.leadBytes else { return nil }
    return try file.bytes(0..<lead)
  }

  /// The next batch, its rows numbered from there on.
  func next(afterRow row: Int64) throws(SourceError) -> RecordBatch? {
    records.begin(atRow: row, line: records.leadBytes == nil ? firstLine : nil)
    let batch = try records.next()
    if let lead = records.leadBytes {
      if start == nil { knownLead = lead }
      nextLine = records.position.line
    }
    return batch
  }

  func mark() throws(SourceError) -> TailMark { try mark(at: offset) }

  /// The mark of a file of which all was read.
  func endMark() throws(SourceError) -> TailMark { try mark(at: file.offset) }

  private func mark(at offset: Int64) throws(SourceError) -> TailMark {
    TailMark(
      path: file.path, identity: file.identity, lead: start == nil ? knownLead ?? 0 : knownLead, offset: offset, line: nextLine,
      witness: try TailMark.witness(file, at: offset))
  }
}
