import CYAJL
import Records

/// Runs libyajl over one document and hands its events to a record.
///
/// libyajl, because it gives numbers as they are written: an amount never passes through a binary float.
enum DocumentParser {
  /// Nil where the document is sound; the record then holds its values.
  static func parse(_ document: Cell, into record: JSONRecord) -> JSONRecord.Fault? {
    record.begin()
    var callbacks = events
    guard let handle = yajl_alloc(&callbacks, nil, Unmanaged.passUnretained(record).toOpaque()) else {
      return JSONRecord.Fault(reason: .badSyntax, message: "libyajl has no memory for the document")
    }
    defer { yajl_free(handle) }
    var status = yajl_parse(handle, document.baseAddress, document.count)
    if status == yajl_status_ok { status = yajl_complete_parse(handle) }
    if let fault = record.fault { return fault }
    guard status == yajl_status_ok else { return JSONRecord.Fault(reason: .badSyntax, message: message(of: handle)) }
    return nil
  }

  private static func message(of handle: yajl_handle) -> String {
    guard let text = yajl_get_error(handle, 0, nil, 0) else { return "the line is no JSON" }
    defer { yajl_free_error(handle, text) }
    var message = String(cString: text)
    while message.last?.isWhitespace == true { message.removeLast() }
    return "the line is no JSON: \(message)"
  }
}

private let events = yajl_callbacks(
  yajl_null: { record($0).null() ? 1 : 0 },
  yajl_boolean: { context, value in
    var text = value != 0 ? "true" : "false"
    return text.withUTF8 { record(context).value($0) } ? 1 : 0
  },
  yajl_integer: nil,
  yajl_double: nil,
  yajl_number: { context, text, count in
    guard let text else { return 0 }
    return text.withMemoryRebound(to: UInt8.self, capacity: count) {
      record(context).value(Cell(start: $0, count: count)) ? 1 : 0
    }
  },
  yajl_string: { context, text, count in record(context).value(Cell(start: text, count: count)) ? 1 : 0 },
  yajl_start_map: { record($0).beginObject() ? 1 : 0 },
  yajl_map_key: { context, text, count in record(context).key(Cell(start: text, count: count)) ? 1 : 0 },
  yajl_end_map: { record($0).endComposite() ? 1 : 0 },
  yajl_start_array: { record($0).beginArray() ? 1 : 0 },
  yajl_end_array: { record($0).endComposite() ? 1 : 0 }
)

private func record(_ context: UnsafeMutableRawPointer?) -> JSONRecord {
  // libyajl passes back the pointer that `parse` gave it.
  Unmanaged<JSONRecord>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
}
