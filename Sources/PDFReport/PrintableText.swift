/// Text as it may be set: one line without control characters, and without those that turn the direction of what follows, with which a name
/// could rearrange the figures beside it.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value >= 0x7F }) else { return text }
  var result = String.UnicodeScalarView()
  var isForeign = false
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
    // No characters, though Unicode has numbers for them: cairo takes a text with one for a damaged one.
    case 0xFDD0...0xFDEF: result.append("\u{FFFD}")
    case let value where value & 0xFFFE == 0xFFFE: result.append("\u{FFFD}")
    default:
      isForeign = isForeign || isRightToLeft(scalar)
      result.append(scalar)
    }
  }
  // What is written from the right stands by itself, so that the figures after it stay behind it.
  return isForeign ? "\u{2068}\(String(result))\u{2069}" : String(result)
}

private func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x590...0x8FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
  default: false
  }
}
