import CCairo
import Records

struct PageRectangle {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
}

/// What a piece of the document is, for whoever does not see it.
enum StructureTag: String {
  case document = "Document"
  case title = "H1"
  case chapter = "H2"
  case part = "H3"
  case paragraph = "P"
  case span = "Span"
  case group = "Div"
  case list = "L"
  case item = "LI"
  case label = "Lbl"
  case itemBody = "LBody"
  case caption = "Caption"
  case table = "Table"
  case row = "TR"
  case headCell = "TH"
  case cell = "TD"
  case figure = "Figure"
}

/// A PDF under way, through cairo. It belongs to one rendering and to the thread that does it.
///
/// cairo 1.16 writes the document's structure, and a leaf of it has the words. It has no way to say the document's language, a picture's
/// words or a head's scope, which `PDFAmendment` adds; and none to mark what belongs to no reading, so a page's number and the heads that
/// are repeated are in no element at all.
final class Press {
  private let surface: OpaquePointer?
  private let context: OpaquePointer?
  private let kept = PressBytes()
  /// Names of places that can be linked to; set before anything is drawn.
  var places: [String: String] = [:]

  init(width: Double, height: Double) throws(PDFError) {
    // The bytes are kept by the press, which outlives the surface.
    surface = cairo_pdf_surface_create_for_stream(keepBytes, Unmanaged.passUnretained(kept).toOpaque(), width, height)
    // In later versions objects are compressed, and what cairo cannot say could not be added.
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
    context = cairo_create(surface)
    try check()
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  private func check() throws(PDFError) {
    for status in [cairo_status(context), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
      let reason = cairo_status_to_string(status).map { String(cString: $0) } ?? "no reason was given"
      throw PDFError(
        .drawing, "the PDF was not made: cairo gave up (\(reason))",
        advice: ["ask for the other formats with `--format`, and report this with the version that `sheriff --version` says"])
    }
  }

  func describe(title: String, subject: String, made: CivilDate) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, "Sheriff")
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, subject)
    // Said by us, because cairo would take the clock's, and the same document is the same bytes.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "\(made)T00:00:00Z")
  }

  func finish() throws(PDFError) -> [UInt8] {
    try check()
    cairo_surface_finish(surface)
    try check()
    return kept.bytes
  }

  func endPage() { cairo_show_page(context) }

  // MARK: structure

  func tagged(_ tag: StructureTag, _ body: () -> Void) {
    begin(tag)
    body()
    end(tag)
  }

  func begin(_ tag: StructureTag) { cairo_tag_begin(context, tag.rawValue, nil) }

  func end(_ tag: StructureTag) { cairo_tag_end(context, tag.rawValue) }

  /// Whether there is something at the end of a link. cairo gives up where a place in the document is not there.
  func leads(_ target: String?) -> Bool {
    guard let target, !target.isEmpty else { return false }
    return !target.hasPrefix("#") || places[String(target.dropFirst())] != nil
  }

  func link(to target: String, _ areas: [PageRectangle], _ body: () -> Void) {
    let numbers = areas.prefix(50).map { "\(point($0.x)) \(point($0.y)) \(point($0.width)) \(point($0.height))" }
    let end = target.hasPrefix("#") ? "dest='\(places[String(target.dropFirst())] ?? "")'" : "uri='\(address(target))'"
    cairo_tag_begin(context, CAIRO_TAG_LINK, "rect=[\(numbers.joined(separator: " "))] \(end)")
    body()
    cairo_tag_end(context, CAIRO_TAG_LINK)
  }

  func place(_ anchor: String, x: Double, y: Double) {
    guard let name = places[anchor] else { return }
    cairo_tag_begin(context, CAIRO_TAG_DEST, "name='\(name)' x=\(point(x)) y=\(point(y))")
    cairo_tag_end(context, CAIRO_TAG_DEST)
  }

  /// The list of chapters that a reader's program shows beside the pages.
  func outline(_ anchors: [PageAnchor]) {
    var parents: [(level: Int, id: Int32)] = []
    for anchor in anchors {
      guard let name = places[anchor.name] else { continue }
      while let last = parents.last, last.level >= anchor.level { parents.removeLast() }
      let id = cairo_pdf_surface_add_outline(
        surface, parents.last?.id ?? CAIRO_PDF_OUTLINE_ROOT, anchor.title, "dest='\(name)'", CAIRO_PDF_OUTLINE_FLAG_OPEN)
      parents.append((anchor.level, id))
    }
  }

  /// Everything that is no plain letter or digit is written by its number: there is nothing that could end the attribute.
  private func address(_ target: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return target.utf8.prefix(2_000).reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: ":"),
        UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "%"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  /// Hundredths: cairo reads attributes as plain decimals, whatever the machine's own.
  private func point(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e6 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths.magnitude % 100
    return "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  // MARK: ink

  func colour(_ colour: Colour, opacity: Double = 1) {
    if opacity < 1 {
      cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, opacity)
    } else {
      cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
    }
  }

  func fill(_ area: PageRectangle, _ colour: Colour) {
    self.colour(colour)
    cairo_rectangle(context, area.x, area.y, area.width, area.height)
    cairo_fill(context)
  }

  func line(_ points: [(x: Double, y: Double)], _ colour: Colour, width: Double, dashes: [Double] = []) {
    guard let first = points.first, points.count > 1 else { return }
    self.colour(colour)
    cairo_set_line_width(context, width)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_stroke(context)
    cairo_set_dash(context, nil, 0, 0)
  }

  func shape(_ points: [(x: Double, y: Double)], _ colour: Colour, opacity: Double) {
    guard let first = points.first, points.count > 2 else { return }
    self.colour(colour, opacity: opacity)
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_close_path(context)
    cairo_fill(context)
  }

  func show(_ run: UnsafeMutablePointer<PangoGlyphItem>, of text: UnsafePointer<CChar>?, _ colour: Colour, x: Double, y: Double) {
    self.colour(colour)
    cairo_move_to(context, x, y)
    pango_cairo_show_glyph_item(context, text, run)
  }

  /// What is drawn within has its own measures, from a corner on.
  func scaled(_ scale: Double, x: Double, y: Double, _ body: () -> Void) {
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, scale, scale)
    body()
    cairo_restore(context)
  }
}
