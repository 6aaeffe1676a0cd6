import FileTail
import Foundation
import Records
import TestSupport
import Testing

/// Whatever becomes of files, whoever follows them sees each row once and in order; also where reading ends and begins again.
@Suite struct TailFuzzTests {
  @Test func everyRowComesOnceWhateverBecomesOfTheFiles() throws {
    try fuzz("followed files", seed: 77, rounds: 150) { random, round in
      let place = try TailFolder()
      var reader = place.reader("f.csv")
      var (written, found, bytes) = (0, [String](), 0)
      var kept: (place: [UInt8], count: Int)?
      var pending: [UInt8] = []
      var rotations = 0
      var did: [Int] = []
      func flush() throws {
        try place.append("f.csv", pending)
        pending = []
      }
      try place.append("f.csv", "id,name\n")
      found += try reader.settledRows()
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let step = Int.random(in: 0..<10, using: &random)
        did.append(step)
        switch step {
        case 0..<4:
          // A few rows, of which some bytes stay back.
          for _ in 0..<Int.random(in: 1...8, using: &random) {
            written += 1
            pending += Array("\(written),\(Int.random(in: 0..<3, using: &random) == 0 ? "\"x\ny\"" : "z")\n".utf8)
          }
          let count = Int.random(in: 0...pending.count, using: &random)
          try place.append("f.csv", Array(pending.prefix(count)))
          pending.removeFirst(count)
          bytes += count
        case 4:
          try flush()
          rotations += 1
          // Files that were written in one tick of the system's clock have no order.
          usleep(12_000)
          try place.move("f.csv", "f.csv.\(rotations)")
          try place.append("f.csv", "id,name\n")
        case 5:
          try flush()
          // Nobody can save rows from a file that is emptied before they were read.
          found += try reader.settledRows()
          try place.truncate("f.csv")
          try place.append("f.csv", "id,name\n")
          found += try reader.settledRows()
          kept = nil
        case 6: kept = (try reader.place(), found.count)
        case 7:
          // The reader is gone, and another begins where it last said.
          if let last = kept {
            found.removeSubrange(last.count...)
            reader = place.reader("f.csv", from: last.place)
          }
        default: found += try reader.settledRows()
        }
      }
      try flush()
      found += try reader.settledRows()
      let wanted = (1...max(1, written)).prefix(written).map { "\($0) \($0) " }
      try #require(
        found.map { String($0.prefix { $0 != "x" && $0 != "z" }) } == wanted, "round \(round): \(did) \(reader.notices)")
      return bytes
    }
  }
}
