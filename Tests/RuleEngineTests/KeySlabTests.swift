import TestSupport
import Testing

@testable import RuleEngine

/// What is kept of keys side by side, held against plain arrays while keys come, grow, shrink and go.
@Suite struct KeySlabTests {
  private static let stride = 4

  /// Each key's entries by their times; its tail and the count of its second total tell that its parts moved with it.
  private struct Keys {
    var slab = KeySlab(stride: KeySlabTests.stride, spans: 2, totals: 2)
    var expected: [(name: Int64, times: [Int64])] = []

    mutating func add(_ name: Int64) {
      slab.makeRoom(for: expected.count)
      let parts = slab.parts(expected.count)
      parts.states[1].stand(Int(name), Int(name))
      parts.totals[1].count = name
      expected.append((name, []))
    }

    mutating func append(_ time: Int64, to key: Int) {
      slab.makeRoom(in: key)
      let entry = slab.ring(key).pointee.append()
      entry[EntryLayout.time] = time
      entry[KeySlabTests.stride - 1] = -time
      expected[key].times.append(time)
    }

    mutating func removeFirst(of key: Int) {
      guard !expected[key].times.isEmpty else { return }
      slab.ring(key).pointee.removeFirst()
      expected[key].times.removeFirst()
    }

    /// Lets go of the keys that have nothing.
    mutating func compact() {
      var numbers: [Int32] = []
      var kept: Int32 = 0
      for key in expected.indices {
        slab.shrink(key)
        let isKept = !expected[key].times.isEmpty
        numbers.append(isKept ? kept : -1)
        if isKept { kept += 1 }
      }
      slab.keep(numbers, Int(kept))
      slab.trim()
      expected.removeAll { $0.times.isEmpty }
    }

    func check() {
      for (key, wanted) in expected.enumerated() {
        let parts = slab.parts(key)
        let ring = parts.ring.pointee
        #expect(parts.states[1].tail == Int(wanted.name) && parts.totals[1].count == wanted.name)
        #expect((ring.start..<ring.end).map { ring[$0][EntryLayout.time] } == wanted.times)
        #expect((ring.start..<ring.end).allSatisfy { ring[$0][KeySlabTests.stride - 1] == -ring[$0][EntryLayout.time] })
      }
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>) func keysKeepWhatIsTheirsWhileOthersComeAndGo(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var keys = Keys()
    defer { keys.slab.free() }
    var (name, time): (Int64, Int64) = (0, 0)
    for round in 0..<60 {
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        keys.add(name)
        name += 1
      }
      for key in keys.expected.indices {
        for _ in 0..<Int.random(in: 0..<(key % 7 == 0 ? 60 : 6), using: &random) {
          keys.append(time, to: key)
          time += 1
        }
        for _ in 0..<Int.random(in: 0..<(round % 3 == 0 ? 90 : 6), using: &random) { keys.removeFirst(of: key) }
      }
      keys.check()
      if round % 4 == 3 {
        keys.compact()
        keys.check()
      }
    }
    for key in keys.expected.indices { while !keys.expected[key].times.isEmpty { keys.removeFirst(of: key) } }
    keys.compact()
    #expect(keys.slab.bytes == 0)
  }

  @Test func aBlockThatComesBackIsTheNextOfItsSize() throws {
    var pool = EntryPool(stride: 3, capacity: 3 * (8 + 16 + 8))
    defer { pool.free() }
    let (small, large) = (pool.take(8), pool.take(16))
    let (first, second) = (try #require(small), try #require(large))
    pool.give(first, 8)
    pool.give(second, 16)
    #expect(pool.used == 0)
    let again = [pool.take(16), pool.take(8), pool.take(8), pool.take(8)]
    #expect(again[0] == second && again[1] == first)
    #expect(again[2] != nil && again[3] == nil)
    #expect(pool.used == pool.capacity)
  }

  /// As many keys as ever come and go, with as many records as ever: then no more memory is taken than there is.
  @Test func aSteadyStreamTakesNoMoreMemory() {
    var random = SeededGenerator(seed: 5)
    var keys = Keys()
    defer { keys.slab.free() }
    var (name, time): (Int64, Int64) = (0, 0)
    var sizes: [Int] = []
    for _ in 0..<400 {
      while keys.expected.count < 300 {
        keys.add(name)
        name += 1
      }
      for key in keys.expected.indices {
        // A key in ten stays away for a while, and is let go of.
        let most = (Int(time / 1_000) + key) % 10 == 0 ? 0 : 24
        while keys.expected[key].times.count < Int.random(in: 0...most, using: &random) {
          keys.append(time, to: key)
          time += 1
        }
        while keys.expected[key].times.count > most { keys.removeFirst(of: key) }
      }
      keys.compact()
      sizes.append(keys.slab.bytes)
    }
    let warm = sizes[..<200].max() ?? 0
    #expect(sizes[200...].allSatisfy { $0 <= warm }, "\(warm) bytes, and then \(sizes[200...].max() ?? 0)")
  }
}
