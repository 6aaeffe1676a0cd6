/// A model by its name, or one version of it: `padding`, `padding@3`.
public struct ModelReference: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  /// From 1; nil where no version is named.
  public let version: Int?

  public static let nameLengthMax = 100

  public init(_ name: String, version: Int? = nil) { (self.name, self.version) = (name, version) }

  public init(parsing text: String) throws(RegistryError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    try ModelReference.check(name: parts[0])
    guard parts.count == 2 else {
      self.init(parts[0])
      return
    }
    guard let version = Int(parts[1]), version > 0, String(version) == parts[1] else {
      throw RegistryError(
        .badReference, "`\(text)`: `\(parts[1])` is no version",
        advice: ["versions are 1, 2, 3 and so on, as in \(parts[0])@1"])
    }
    self.init(parts[0], version: version)
  }

  /// Names stand in files, commands and addresses, so they are plain. `none` says that no model is wanted.
  public static func check(name: String) throws(RegistryError) {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_.".utf8.contains(byte)
      }
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("."), !name.hasPrefix("-") else {
      throw RegistryError(
        .badReference, "`\(name)` is no name of a model",
        advice: ["a name has the letters a to z, digits, - _ and . only, and begins with a letter, a digit or _"])
    }
    guard name.utf8.count <= nameLengthMax else {
      throw RegistryError(.badReference, "a model's name has \(name.utf8.count) letters; at most \(nameLengthMax) are kept")
    }
    guard name != "none" else {
      throw RegistryError(.badReference, "`none` is no name of a model", advice: ["it says that no model is wanted"])
    }
  }

  public var description: String { version.map { "\(name)@\($0)" } ?? name }
}
