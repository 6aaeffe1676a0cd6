import Dispatch
import Records
import Testing

@Suite struct WorkersTests {
  private static let several = Workers(count: 3) { pieces, body in
    DispatchQueue.concurrentPerform(iterations: pieces, execute: body)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 1_000])
  func mapsInOrderWhoeverIsFirst(count: Int) {
    let items = Array(0..<count)
    for size in [1, 8, 5_000] {
      #expect(WorkersTests.several.map(items, inPiecesOf: size) { "\($0)" } == items.map { "\($0)" })
      #expect(Workers.alone.map(items, inPiecesOf: size) { "\($0)" } == items.map { "\($0)" })
    }
  }
}
