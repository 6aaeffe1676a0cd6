/// What is taken from a file that nobody vouches for. Each is tested from both sides.
public enum TreeLimits {
  public static let depthMax = 256
  /// Bits of all category sets together, when each is as long as the longest: 64 MB.
  static let categoryBitsMax = 1 << 29
  /// Features in a file that does not name them.
  static let featuresMax = 1 << 20
  /// Objects and arrays within each other.
  static let nestingMax = 64
}
