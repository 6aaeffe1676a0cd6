/// A heading's place.
struct PageAnchor {
  var name: String
  var title: String
  var level: Int
}

/// The way down the pages: how far they are filled, and what stands at their feet. Without a press nothing is drawn, and pages are counted.
final class PageFlow {
  let press: Press?
  private(set) var page = 1
  var y = PageArea.top
  private(set) var anchors: [PageAnchor] = []
  private var names: Set<String> = []
  private let drawFooter: (Int) -> Void

  init(_ press: Press?, footer: @escaping (Int) -> Void) { (self.press, drawFooter) = (press, footer) }

  var isAtTop: Bool { y <= PageArea.top + 0.01 }
  var room: Double { PageArea.bottom - y }

  func newPage() {
    endPage()
    page += 1
    y = PageArea.top
  }

  func endPage() {
    drawFooter(page)
    press?.endPage()
  }

  /// A new page where so much does not fit on this one, though it may on another.
  func need(_ height: Double) {
    if height > room + 0.01, !isAtTop { newPage() }
  }

  /// Free room, of which there is none at the top of a page.
  func gap(_ height: Double) {
    if !isAtTop { y = min(PageArea.bottom, y + height) }
  }

  func anchor(_ name: String, _ title: String, level: Int) {
    guard !name.isEmpty, names.insert(name).inserted else { return }
    anchors.append(PageAnchor(name: name, title: title, level: level))
    press?.place(name, x: PageArea.left, y: y)
  }
}
