import CCairo

/// Fonts and the rules of setting text, through Pango. It belongs to one rendering and to the thread that does it.
final class Typesetter {
  private let fonts: UnsafeMutablePointer<PangoFontMap>
  private let context: OpaquePointer
  private let family: String
  private var descriptions: [TextLook: OpaquePointer] = [:]

  /// What Debian's fonts-dejavu-core brings. Another machine's own sans-serif serves where it is not there.
  private static let wanted = "DejaVu Sans"

  init(language: String) throws(PDFError) {
    let memory = PDFError(
      .drawing, "the PDF was not made: there is no memory for fonts", advice: ["try again with less running beside it"])
    guard let fonts = pango_cairo_font_map_new() else { throw memory }
    let families = Typesetter.families(fonts)
    guard let context = pango_font_map_create_context(fonts) else {
      g_object_unref(fonts)
      throw memory
    }
    (self.fonts, self.context) = (fonts, context)
    family = families.contains(Typesetter.wanted) ? Typesetter.wanted : "sans"
    // A unit is a point, and nothing is fitted to the pixels of some screen: a line breaks at the same word everywhere.
    pango_cairo_font_map_set_resolution(OpaquePointer(fonts), 72)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
    pango_context_set_language(context, pango_language_from_string(language))
    guard hasLetters else {
      throw PDFError(
        .noFont, "the PDF was not made: there is no font on this machine",
        advice: ["install one (`apt-get install fonts-dejavu-core`)", "or ask for the other formats with `--format`"])
    }
  }

  /// Whether there is a font at all. Pango names a few families in any case, so it is asked to set something.
  private var hasLetters: Bool {
    let look = TextLook(size: 10)
    guard let font = pango_context_load_font(context, description(look)) else { return false }
    g_object_unref(font)
    return block([TextPiece(text: "Aa0")], look).isKnown
  }

  deinit {
    for description in descriptions.values { pango_font_description_free(description) }
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(fonts)
  }

  private static func families(_ fonts: UnsafeMutablePointer<PangoFontMap>) -> Set<String> {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<PangoFontFamily>?>?
    var count: Int32 = 0
    pango_font_map_list_families(fonts, &list, &count)
    defer { g_free(list) }
    guard let list else { return [] }
    return Set((0..<Int(count)).compactMap { list[$0].flatMap { pango_font_family_get_name($0) }.map { String(cString: $0) } })
  }

  private func description(_ look: TextLook) -> OpaquePointer? {
    if let known = descriptions[look] { return known }
    guard let made = pango_font_description_new() else { return nil }
    pango_font_description_set_family(made, family)
    pango_font_description_set_size(made, Int32((look.size * Double(PANGO_SCALE)).rounded()))
    if look.isStrong { pango_font_description_set_weight(made, PANGO_WEIGHT_BOLD) }
    descriptions[look] = made
    return made
  }

  /// - width: where lines break; nowhere if nil.
  /// - heightMax: what goes beyond is left out, and an ellipsis says so.
  func block(
    _ pieces: [TextPiece], _ look: TextLook, width: Double? = nil, isRightAligned: Bool = false, heightMax: Double? = nil
  ) -> TextBlock {
    let layout = pango_layout_new(context)
    pango_layout_set_font_description(layout, description(look))
    // A name in another direction turns itself and not the sentence around it.
    pango_layout_set_auto_dir(layout, 0)
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_line_spacing(layout, Float(look.spacing))
    if let width { pango_layout_set_width(layout, Typesetter.units(width)) }
    if isRightAligned { pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT) }
    if let heightMax {
      pango_layout_set_height(layout, max(1, Typesetter.units(heightMax)))
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    }
    var text = ""
    var ends: [Int] = []
    let attributes = pango_attr_list_new()
    sheriff_pango_separate(attributes)
    for piece in pieces {
      let start = text.utf8.count
      text += piece.text
      let end = text.utf8.count
      ends.append(end)
      if piece.isStrong { sheriff_pango_strengthen(attributes, UInt32(start), UInt32(end)) }
      // Where something else begins, Pango sets in runs of their own what is coloured.
      if piece.target != nil { sheriff_pango_mark(attributes, UInt32(start), UInt32(end)) }
    }
    pango_layout_set_text(layout, text, Int32(text.utf8.count))
    pango_layout_set_attributes(layout, attributes)
    pango_attr_list_unref(attributes)
    return TextBlock(layout, look, ends, pieces.map(\.target))
  }

  /// Pango counts in 32 bits; nothing on a page is wider than this.
  static func units(_ points: Double) -> Int32 {
    guard points.isFinite else { return 0 }
    return Int32(min(max(0, points), 100_000) * Double(PANGO_SCALE))
  }
}

/// A piece of text in one look.
struct TextPiece {
  var text: String
  var isStrong = false
  var target: String?
}
