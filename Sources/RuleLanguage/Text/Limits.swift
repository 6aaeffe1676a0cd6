/// How much of everything the language takes. Each is far beyond what a person writes, is tested, and is named by the
/// diagnostic that speaks of it.
public enum Limits {
  /// Bytes of one file.
  public static let fileBytesMax = 16 << 20
  /// Expressions inside of each other in one place; a chain `a + b + c` is as deep as it is long.
  public static let nestingMax = 128
  /// Expressions inside of each other through all definitions and macros that they name.
  public static let depthMax = 256
  /// Definitions that lean on definitions.
  public static let definitionDepthMax = 64
  /// Rules of one load.
  public static let rulesMax = 100_000
  /// Members of one list.
  public static let listMembersMax = 1_000_000
  /// Bytes of a list's file.
  public static let listBytesMax = 64 << 20
  /// Features whose windows read other features, one below the other.
  public static let featureDepthMax = 8
  /// Macros inside of macros.
  public static let macroDepthMax = 16
  /// Expressions that one declaration may grow to when its macros are written out.
  public static let expansionMax = 10_000
  /// Lists that quantifiers walk inside of each other.
  public static let listDepthMax = 2
  /// Diagnostics kept of one file.
  public static let diagnosticsMax = 10_000
}
