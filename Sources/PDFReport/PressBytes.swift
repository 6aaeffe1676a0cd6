import CCairo

/// What cairo has written so far.
final class PressBytes {
  var bytes: [UInt8] = []
}

/// What cairo calls with each piece of the file.
let keepBytes: cairo_write_func_t = { keeper, bytes, count in
  guard let keeper, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
  Unmanaged<PressBytes>.fromOpaque(keeper).takeUnretainedValue().bytes.append(
    contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}
