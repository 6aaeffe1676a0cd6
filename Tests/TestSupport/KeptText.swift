import Foundation

/// What a program has written to a file so far, read from its beginning or line by line as it comes.
struct KeptText {
  private let descriptor: Int32?
  private var offset = 0
  /// Read, and not yet handed over; up to `searched` without an end of a line.
  private var pending: [UInt8] = []
  private var searched = 0

  init(_ descriptor: Int32?) { self.descriptor = descriptor }

  func all() throws -> [UInt8] {
    var result: [UInt8] = []
    while try read(at: result.count, into: &result) {}
    return result
  }

  /// The next whole line, once it is there.
  mutating func next() throws -> String? {
    repeat {
      if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer {
          pending.removeSubrange(...end)
          searched = 0
        }
        return String(decoding: pending[..<end], as: UTF8.self)
      }
      searched = pending.count
    } while try readOn()
    return nil
  }

  private mutating func readOn() throws -> Bool {
    let before = pending.count
    let isMore = try read(at: offset, into: &pending)
    offset += pending.count - before
    return isMore
  }

  /// False at the end of what is there.
  private func read(at place: Int, into bytes: inout [UInt8]) throws -> Bool {
    guard let descriptor else { return false }
    var block = [UInt8](repeating: 0, count: 65_536)
    let count = pread(descriptor, &block, block.count, place)
    guard count >= 0 else { throw ChildProcess.Failure(description: String(cString: strerror(errno))) }
    bytes += block[..<count]
    return count > 0
  }
}
