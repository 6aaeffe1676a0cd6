import CSVSource
import CommandLineKit
import Compression
import Files
import JSONSource
import PostgresSource
import Records

/// A source as a person named it, opened under the schema that fits.
struct OpenedSource {
  let name: String
  let schema: Schema
  /// Where the schema was found.
  let schemaPath: String
  let mapping: SourceMapping
  let records: any RecordSource
  /// What should be known about columns; complete once all is read.
  let notices: () -> [String]
  /// Bytes on the disk, where known.
  let byteCount: Int64?

  init(_ name: String, _ invocation: Invocation) throws {
    let library = try SchemaLibrary(invocation)
    if name.hasPrefix("postgres://") || name.hasPrefix("postgresql://") {
      self = try TableOpening.database(name, library)
    } else if name.hasPrefix("kafka://") {
      throw CommandFailure(
        .unavailable, "\(name): this version reads no Kafka yet", hints: ["read a file, standard input or postgres://"])
    } else if FileTree.isFolder(name) {
      self = try TableOpening.folder(name, library)
    } else {
      self = try OpenedSource.files(name, OpenedSource.inputs(name), library)
    }
  }

  /// Records that are at hand already, recognised as a file's would be.
  init(_ name: String, input: SourceInput, _ invocation: Invocation) throws {
    self = try OpenedSource.files(name, [input], try SchemaLibrary(invocation))
  }

  init(
    name: String, candidate: Recognition.Candidate, records: any RecordSource, notices: @escaping () -> [String],
    byteCount: Int64?
  ) {
    (self.name, schema, schemaPath, mapping) = (name, candidate.entry.schema, candidate.entry.path, candidate.mapping)
    (self.records, self.notices, self.byteCount) = (records, notices, byteCount)
  }

  private static func files(_ name: String, _ inputs: [SourceInput], _ library: SchemaLibrary) throws -> OpenedSource {
    let look = try FirstLook(inputs[0])
    guard !look.names.isEmpty else {
      throw CommandFailure(
        .badData, "\(inputs[0].name): there is neither a header nor a record", hints: ["is the file empty, or the wrong one?"])
    }
    let recognition = Recognition(names: look.names, kind: look.isJSON ? .json : .columns, library: library)
    guard let best = recognition.best else { throw recognition.failure(name) }
    let rest = [look.input] + inputs.dropFirst()
    let bytes = inputs.compactMap(\.byteCount).reduce(0, +)
    if look.isJSON {
      let source = JSONSource(inputs: rest, schema: best.entry.schema, mapping: best.mapping, symbols: SymbolTable())
      return OpenedSource(name: name, candidate: best, records: source, notices: { [] }, byteCount: bytes)
    }
    let source = CSVSource(inputs: rest, schema: best.entry.schema, mapping: best.mapping, symbols: SymbolTable())
    return OpenedSource(name: name, candidate: best, records: source, notices: { source.notices }, byteCount: bytes)
  }

  /// The files that a path, a pattern or `-` names, each decompressed as it is read.
  static func inputs(_ name: String) throws -> [SourceInput] {
    if name == "-" {
      return [
        SourceInput(name: "standard input") { () throws(SourceError) in
          try Decompression.plain(FileBytes.standardInput(), name: "standard input")
        }
      ]
    }
    let paths = FileTree.files(matching: name)
    guard !paths.isEmpty else { throw CommandFailure(.inputMissing, "\(name): there is no such file") }
    return paths.map(input)
  }

  static func input(_ path: String) -> SourceInput {
    SourceInput(name: path, byteCount: FileTree.byteCount(path)) { () throws(SourceError) in
      try Decompression.plain(FileBytes(path: path), name: path)
    }
  }
}

/// What the beginning of a source tells: its kind, and its names.
struct FirstLook {
  let isJSON: Bool
  let names: [String]
  /// The same input, to be read from its beginning.
  let input: SourceInput

  private static let sampleBytes = 256 * 1024

  init(_ input: SourceInput) throws {
    let peeked = try reading { () throws(SourceError) in PeekedBytes(try input.open()) }
    let start = try reading { () throws(SourceError) in try peeked.peek(count: FirstLook.sampleBytes) }
    let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(start.dropFirst(3)) : start
    let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    let isJSON = isJSON
    names = try reading { () throws(SourceError) in
      isJSON ? DocumentKeys.ofFirstLine(text) : try CSVSource.header(of: text, source: input.name)
    }
    // The bytes that were looked at are still there to be read: standard input has them only once.
    self.input = SourceInput(name: input.name, byteCount: input.byteCount) { () throws(SourceError) in peeked }
  }
}
