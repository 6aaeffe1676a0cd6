/// Plain memory that is used again and again, and asked for once: what an order needs is there from the order before.
///
/// What lies in it is what its user wrote last.
final class WorkBuffer<Element: BitwiseCopyable> {
  private(set) var start: UnsafeMutablePointer<Element>
  private var capacity: Int

  init(_ capacity: Int) {
    start = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { start.deallocate() }

  /// Room for so many. Growing forgets what lies there, but for so many from the beginning.
  func reserve(_ count: Int, keeping kept: Int = 0) {
    guard count > capacity else { return }
    capacity = max(count, 2 * capacity)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.update(from: start, count: kept)
    start.deallocate()
    start = larger
  }
}
