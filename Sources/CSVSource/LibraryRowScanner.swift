import CCSV
import Records

/// Finds the fields of any row through libcsv in its strict mode, which says what CSV is here: a quote stands only around
/// a field, doubled inside it; white space is content.
///
/// Owns the parser and the unquoted copy of the row; one owner, one thread.
final class LibraryRowScanner {
  private let parser: UnsafeMutablePointer<csv_parser>
  private let row = LibraryRow()
  private static let strict = UInt8(CSV_STRICT | CSV_STRICT_FINI)

  init(delimiter: UInt8) {
    parser = .allocate(capacity: 1)
    csv_init(parser, LibraryRowScanner.strict)
    csv_set_delim(parser, delimiter)
    csv_set_space_func(parser, noSpace)
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
  }

  func scan(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int, isFinal: Bool, into fields: inout FieldList) -> RowScan {
    defer { reset() }
    row.begin()
    let context = Unmanaged.passUnretained(row).toOpaque()
    var position = start
    var lines = 0
    // A line at a time, so that the parser stops where the row does.
    while position < end {
      let lineEnd = endOfLine(base, from: position, to: end)
      guard let lineEnd = lineEnd ?? (isFinal ? end : nil) else { return .needsMore }
      lines += 1
      guard csv_parse(parser, base + position, lineEnd - position, fieldIsDone, rowIsDone, context) == lineEnd - position else {
        return .malformed(csv_error(parser) == CSV_EPARSE ? .quoteInsideField : .tooLong)
      }
      position = lineEnd
      if row.isDone { return finish(next: position, lines: lines, into: &fields) }
    }
    guard isFinal else { return .needsMore }
    guard csv_fini(parser, fieldIsDone, rowIsDone, context) == 0 else { return .malformed(.quoteNeverClosed) }
    return finish(next: end, lines: max(lines, 1), into: &fields)
  }

  /// Back to the beginning of a row. In strict mode csv_fini stops at an open quote and leaves the parser as it is.
  private func reset() {
    csv_set_opts(parser, 0)
    csv_fini(parser, nil, nil, nil)
    csv_set_opts(parser, LibraryRowScanner.strict)
  }

  private func finish(next: Int, lines: Int, into fields: inout FieldList) -> RowScan {
    fields.removeAll()
    fields.base = UnsafePointer(row.bytes)
    var start = 0
    for end in row.ends {
      guard fields.append(start: start, end: end) else { return .malformed(.tooManyFields) }
      start = end
    }
    return .row(next: next, lines: lines)
  }

  /// One past the next line's terminator: LF, CR LF, or CR. Nil where it lies beyond the bytes at hand.
  private func endOfLine(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var position = start
    while position < end {
      if base[position] == UInt8(ascii: "\n") { return position + 1 }
      if base[position] == UInt8(ascii: "\r") {
        guard position + 1 < end else { return nil }
        return position + (base[position + 1] == UInt8(ascii: "\n") ? 2 : 1)
      }
      position += 1
    }
    return nil
  }
}

/// What libcsv calls back with. Its memory stays where it is until the next row begins.
private final class LibraryRow {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 64 * 1024
  private var count = 0
  private(set) var ends: [Int] = []
  private(set) var isDone = false

  init() { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }

  func begin() {
    count = 0
    ends.removeAll(keepingCapacity: true)
    isDone = false
  }

  func append(_ field: UnsafeRawPointer?, count added: Int) {
    reserve(added)
    if let field { UnsafeMutableRawPointer(bytes + count).copyMemory(from: field, byteCount: added) }
    count += added
    ends.append(count)
  }

  func finish() { isDone = true }

  private func reserve(_ added: Int) {
    guard count + added > capacity else { return }
    while count + added > capacity { capacity *= 2 }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}

// libcsv's own notion of white space would trim unquoted fields.
private let noSpace: @convention(c) (UInt8) -> Int32 = { _ in 0 }

private let fieldIsDone: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
  field, count, context in
  guard let context else { return }
  Unmanaged<LibraryRow>.fromOpaque(context).takeUnretainedValue().append(field, count: count)
}

private let rowIsDone: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
  guard let context else { return }
  Unmanaged<LibraryRow>.fromOpaque(context).takeUnretainedValue().finish()
}
