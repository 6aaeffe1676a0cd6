import Records
import Simulator

/// A simulated history in memory: the export as bytes to be read, and its truth.
struct SimulatedHistory {
  let orders: SourceInput
  let truth: SourceInput
  let rows: Int

  init(_ options: SimulationOptions) throws {
    let (wide, truth) = (SimulatedBytes(), SimulatedBytes())
    var writing = OrderWriting(options) { file, bytes in
      switch file {
      case .wide: wide.append(bytes)
      case .truth: truth.append(bytes)
      case .json, .catalogue: break
      }
    }
    try writing.run()
    rows = writing.rows
    orders = SourceInput(name: "the simulated orders") { () throws(SourceError) in wide }
    self.truth = SourceInput(name: "the simulated truth") { () throws(SourceError) in truth }
  }
}

/// Bytes in pieces that go as they are read; read once, by one owner.
private final class SimulatedBytes: ByteSource {
  private var pieces: [[UInt8]] = []
  private var piece = 0
  private var offset = 0

  func append(_ bytes: [UInt8]) { if !bytes.isEmpty { pieces.append(bytes) } }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    guard piece < pieces.count, buffer.count > 0 else { return 0 }
    let count = min(buffer.count, pieces[piece].count - offset)
    pieces[piece].withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
    offset += count
    if offset == pieces[piece].count {
      pieces[piece] = []
      (piece, offset) = (piece + 1, 0)
    }
    return count
  }
}
