/// The size of the paper and what is left free around it, in points.
enum PageArea {
  static let width = 595.276
  static let height = 841.89
  static let margin = 42.52
  static let left = margin
  static let top = margin
  static let innerWidth = width - 2 * margin
  /// Where the text ends; the page's number stands below.
  static let bottom = height - margin - 16
  static let innerHeight = bottom - top
  /// What is higher than this need not stay on one page: a heading has to fit above it.
  static let keptMax = innerHeight * 0.8
}

struct Colour: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double

  init(_ hexadecimal: UInt32) {
    red = Double(hexadecimal >> 16 & 0xFF) / 255
    green = Double(hexadecimal >> 8 & 0xFF) / 255
    blue = Double(hexadecimal & 0xFF) / 255
  }

  static let ink = Colour(0x000000)
  static let soft = Colour(0x444444)
  static let rule = Colour(0xCCCCCC)
  static let card = Colour(0xF4F4F4)
  /// What leads to the records behind it; dark enough to be read in grey.
  static let link = Colour(0x1D4A7A)
  /// A chart's series, as the page has them on paper.
  static let series = [Colour(0x2F6299), Colour(0xC9741A), Colour(0x3F8A58), Colour(0x875090)]
}

struct TextLook: Hashable, Sendable {
  var size: Double
  var colour = Colour.ink
  var isStrong = false
  /// Of a line's own height.
  var spacing = 1.12
}

/// What text looks like, and what stands between: all sizes in one place.
struct Look: Sendable {
  var scale = 1.0

  private func text(_ size: Double, _ colour: Colour = .ink, isStrong: Bool = false, spacing: Double = 1.12) -> TextLook {
    TextLook(size: size * scale, colour: colour, isStrong: isStrong, spacing: spacing)
  }

  var eyebrow: TextLook { text(7, .soft) }
  var title: TextLook { text(18, isStrong: true, spacing: 1) }
  var subtitle: TextLook { text(7.8, .soft) }
  var lead: TextLook { text(10, spacing: 1.15) }
  var body: TextLook { text(8.4, spacing: 1.15) }
  var source: TextLook { text(7.2, .soft) }
  var caption: TextLook { text(8.4, isStrong: true) }
  var tileValue: TextLook { text(12.5, isStrong: true, spacing: 1) }
  var tileName: TextLook { text(7.8, isStrong: true, spacing: 1.05) }
  var tileNote: TextLook { text(6.8, .soft, spacing: 1.08) }
  var head: TextLook { text(7, .soft, isStrong: true, spacing: 1.02) }
  var cell: TextLook { text(7.2, spacing: 1.05) }
  var footer: TextLook { text(6.8, .soft) }

  func heading(_ level: Int) -> TextLook {
    level <= 1 ? text(13.5, isStrong: true, spacing: 1.02) : text(10, isStrong: true, spacing: 1.05)
  }

  func gap(_ points: Double) -> Double { points * scale }
}
