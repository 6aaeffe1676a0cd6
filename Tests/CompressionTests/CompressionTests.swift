import Compression
import Foundation
import Records
import TestSupport
import Testing

/// Files made by the real gzip and zstd.
@Suite struct CompressionTests {
  private static let text = (0..<60_000).map { "line \($0 % 977) of a text that compresses\n" }.joined()

  private func compressed(_ text: String, with command: String) throws -> [UInt8] {
    let process = try ChildProcess(command, ["-c"], input: .text(text))
    #expect(try process.exitStatus() == 0)
    return try process.saidBytes()
  }

  private func plain(_ bytes: [UInt8], chunk: Int, buffer: Int) throws -> [UInt8] {
    let source = try Decompression.plain(ChunkedBytes(bytes, chunk: chunk), name: "test")
    var result: [UInt8] = []
    var memory = [UInt8](repeating: 0, count: buffer)
    while true {
      let count = try memory.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return result }
      result += memory[..<count]
    }
  }

  @Test(arguments: ["gzip", "zstd"], [(1 << 16, 1 << 18), (977, 100), (5, 1 << 16)])
  func readsWhatTheToolsWrite(command: String, sizes: (chunk: Int, buffer: Int)) throws {
    let once = try compressed(CompressionTests.text, with: command)
    #expect(once.count < CompressionTests.text.utf8.count / 3)
    #expect(try plain(once, chunk: sizes.chunk, buffer: sizes.buffer) == Array(CompressionTests.text.utf8))
    // Two files put together are one text.
    #expect(try plain(once + once, chunk: sizes.chunk, buffer: sizes.buffer).count == 2 * CompressionTests.text.utf8.count)
  }

  @Test(arguments: ["gzip", "zstd"])
  func damageIsSaid(command: String) throws {
    let bytes = try compressed(CompressionTests.text, with: command)
    #expect { try plain(Array(bytes.dropLast(9)), chunk: 4096, buffer: 65_536) } throws: { "\($0)".contains("end in the middle") }
    var damaged = bytes
    for index in stride(from: bytes.count / 2, to: bytes.count / 2 + 40, by: 1) { damaged[index] ^= 0xFF }
    #expect { try plain(damaged, chunk: 4096, buffer: 65_536) } throws: {
      "\($0)".contains("damaged") || "\($0)".contains("middle")
    }
  }

  @Test func plainBytesPassThrough() throws {
    for text in ["", "a", "a,b\n1,2\n"] { #expect(try plain(Array(text.utf8), chunk: 2, buffer: 3) == Array(text.utf8)) }
    #expect { try plain(Array("BZh9".utf8), chunk: 9, buffer: 9) } throws: { "\($0)".contains("bzip2") }
  }
}
