import CCairo

/// Text that is set: its lines, and which of them stand where. It owns Pango's layout.
final class TextBlock {
  struct Line {
    var top: Double
    var bottom: Double
    var baseline: Double
  }

  private let layout: OpaquePointer?
  private let look: TextLook
  /// Where each piece ends in the text, in bytes.
  private let ends: [Int]
  private let targets: [String?]
  let lines: [Line]

  init(_ layout: OpaquePointer?, _ look: TextLook, _ ends: [Int], _ targets: [String?]) {
    (self.layout, self.look, self.ends, self.targets) = (layout, look, ends, targets)
    var lines: [Line] = []
    let iterator = pango_layout_get_iter(layout)
    defer { pango_layout_iter_free(iterator) }
    repeat {
      var (top, bottom): (Int32, Int32) = (0, 0)
      pango_layout_iter_get_line_yrange(iterator, &top, &bottom)
      lines.append(
        Line(
          top: TextBlock.points(top), bottom: TextBlock.points(bottom),
          baseline: TextBlock.points(pango_layout_iter_get_baseline(iterator))))
    } while pango_layout_iter_next_line(iterator) != 0
    self.lines = lines
  }

  deinit { if let layout { g_object_unref(UnsafeMutableRawPointer(layout)) } }

  static func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }

  /// Nothing where there are no words.
  var height: Double { ends.last ?? 0 > 0 ? height(of: 0..<lines.count) : 0 }

  func height(of part: Range<Int>) -> Double { part.isEmpty ? 0 : lines[part.upperBound - 1].bottom - lines[part.lowerBound].top }

  /// From the first line's top to where its letters stand.
  var ascent: Double { lines.first.map { $0.baseline - $0.top } ?? 0 }

  /// That of the widest line.
  var width: Double {
    var extents = PangoRectangle()
    pango_layout_get_extents(layout, nil, &extents)
    return TextBlock.points(extents.width)
  }

  /// Whether there are letters for all of it.
  var isKnown: Bool { pango_layout_get_unknown_glyphs_count(layout) == 0 }

  private func target(at offset: Int) -> String? {
    ends.firstIndex { offset < $0 }.flatMap { targets[$0] }
  }

  /// Draws lines so that the first one's top is at `y`. What leads somewhere becomes a link, and the rest a span beside it: an element of the
  /// document's structure has either words or elements in it.
  func draw(_ press: Press, x: Double, y: Double, _ part: Range<Int>, isWhole: Bool) {
    guard !part.isEmpty else { return }
    let hasLinks = targets.contains { press.leads($0) }
    let shift = y - lines[part.lowerBound].top
    var open: (target: String?, areas: [PageRectangle], runs: [() -> Void])?
    func close() {
      guard let segment = open else { return }
      open = nil
      if let target = segment.target {
        press.link(to: target, segment.areas) { for run in segment.runs { run() } }
      } else if hasLinks || !isWhole {
        press.tagged(.span) { for run in segment.runs { run() } }
      } else {
        for run in segment.runs { run() }
      }
    }
    let iterator = pango_layout_get_iter(layout)
    defer { pango_layout_iter_free(iterator) }
    let text = pango_layout_get_text(layout)
    var line = 0
    repeat {
      guard let run = pango_layout_iter_get_run_readonly(iterator) else {
        // Each line ends with a run that is none.
        line += 1
        if line >= part.upperBound { break }
        continue
      }
      guard part.contains(line) else { continue }
      var extents = PangoRectangle()
      pango_layout_iter_get_run_extents(iterator, nil, &extents)
      let place = (x: x + TextBlock.points(extents.x), y: shift + lines[line].baseline)
      let found = target(at: Int(sheriff_pango_run_offset(run)))
      let target = press.leads(found) ? found : nil
      if let known = open, known.target != target { close() }
      if open == nil { open = (target, [], []) }
      open?.areas.append(
        PageRectangle(
          x: place.x, y: shift + lines[line].top, width: TextBlock.points(extents.width),
          height: lines[line].bottom - lines[line].top))
      // Runs live as long as the layout.
      let colour = target == nil ? look.colour : .link
      open?.runs.append { press.show(run, of: text, colour, x: place.x, y: place.y) }
    } while pango_layout_iter_next_run(iterator) != 0
    close()
  }
}
