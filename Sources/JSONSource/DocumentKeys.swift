import CYAJL
import Records

/// The outermost keys of the first document in a text, to recognise what it is.
public enum DocumentKeys {
  /// Empty where the first line is no object. Of a change feed's envelope the body's keys.
  public static func ofFirstLine(_ text: [UInt8]) -> [String] {
    of(text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }.prefix { $0 != UInt8(ascii: "\n") })
  }

  /// The same of a text that is one document.
  public static func of(_ document: ArraySlice<UInt8>) -> [String] {
    let walk = KeyWalk()
    var callbacks = keyEvents
    guard let handle = yajl_alloc(&callbacks, nil, Unmanaged.passUnretained(walk).toOpaque()) else { return [] }
    defer { yajl_free(handle) }
    _ = document.withUnsafeBufferPointer { yajl_parse(handle, $0.baseAddress, $0.count) }
    return walk.body.isEmpty ? walk.top : walk.body
  }
}

private final class KeyWalk {
  var depth = 0
  var top: [String] = []
  var body: [String] = []
  private var isInBody = false

  func key(_ bytes: UnsafeBufferPointer<UInt8>) {
    let name = String(decoding: bytes, as: UTF8.self)
    if depth == 1 {
      top.append(name)
      isInBody = name == "body"
    } else if depth == 2, isInBody {
      body.append(name)
    }
  }
}

private let keyEvents = yajl_callbacks(
  yajl_null: nil, yajl_boolean: nil, yajl_integer: nil, yajl_double: nil,
  yajl_number: { _, _, _ in 1 }, yajl_string: { _, _, _ in 1 },
  yajl_start_map: {
    walk($0).depth += 1; return 1
  },
  yajl_map_key: { context, text, count in
    walk(context).key(UnsafeBufferPointer(start: text, count: count))
    return 1
  },
  yajl_end_map: {
    walk($0).depth -= 1; return 1
  },
  yajl_start_array: {
    walk($0).depth += 1; return 1
  },
  yajl_end_array: {
    walk($0).depth -= 1; return 1
  }
)

private func walk(_ context: UnsafeMutableRawPointer?) -> KeyWalk {
  Unmanaged<KeyWalk>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
}
