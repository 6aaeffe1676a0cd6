/// Values to choose from: ordinary ones, and those at the edges of what there can be.
enum SampleTable {
  static let ordinary: [[Sample]] = Kind.allCases.map { kind in
    switch kind {
    case .money, .foreign:
      ["0.00", "5.00", "100.00", "99.99", "0.01", "-5.00", "1000.0001", "33.3333", "12.5", "250", "0.0001", "7.0005"].map(
        Sample.money)
    case .percent: ["0%", "5%", "20%", "12.5%", "33.3333%", "100%", "-3%", "0.1%", "7%", "50%", "0.05%"].map(Sample.percent)
    case .number: [0, 1, 2.5, 0.1, 0.2, 0.3, -1.5, 3, 10, 100.25, 0.5, 1.005, 2.675, 1.0 / 3].map(Sample.number)
    case .integer: ["0", "1", "2", "3", "5", "7", "-1", "-4", "12", "100"].map(Sample.integer)
    case .duration:
      ["0s", "1s", "90s", "15m", "1h", "12h", "1d", "36h", "7d", "0.5h", "-5m", "2w", "0.000001s"].map(Sample.duration)
    case .time: []
    case .text:
      ["A", "a", "b", "north", "North", "N", "x y", "10", "9", "R1", "ab*", "no", "  pad ", "Ab", "a?c"].map(Sample.text)
    case .key: ["R1", "R2", "r1", "C1", "1", "01", "A", "B"].map(Sample.text)
    case .flag: [Sample("true", "true"), Sample("false", "false")]
    }
  }

  /// ASCII, and near the limits of each type.
  static let extreme: [[Sample]] = Kind.allCases.map { kind in
    switch kind {
    case .money, .foreign:
      ["900719925474.0992", "-900719925474.0992", "900719925474.0991", "450359962737.0497", "-0.0001", "94906265.62"].map(
        Sample.money)
    case .percent:
      ["0.000001%", "1000000%", "-100%", "99.9999999%", "0.0000000001%", "900719925474099200%", "14.285714285714285%"].map(
        Sample.percent)
    case .number:
      [
        1e-9, 5e-10, 1.5e-9, -5e-10, 4.5e15, 4_503_599_627_370_497.5, 9_007_199_254_740_992, 1e18, 9.2e18,
        9.223372036854775e18, 1e19, -1e19, 1e300, -1e300, -0.0, 0.1 + 0.2, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        2.5e-5,
        123456.7895, -2.5, 0.0005,
      ].map(Sample.number)
    case .integer:
      [
        "9223372036854775807", "-9223372036854775807", "9223372036854775806", "9007199254740993", "4611686018427387904",
        "3037000500", "-3037000500", "1000000007",
      ].map(Sample.integer)
    case .duration:
      [
        Sample("9223372036854.775807s", nil, 9.2e18), Sample("-9223372036854.775807s", nil, -9.2e18),
        Sample.duration("100000000d"), Sample.duration("-400d"), Sample.duration("0.333333s"), Sample.duration("3650000d"),
      ]
    case .time: Moments.far.map(Sample.time)
    case .text:
      [" ", "  ", "\"", "\\", "a\tb", "line\nbreak", "{x}", "**", "%_", "'", "aaa", "aaaaaaaaaaaaaaaaaaaaaaaa"].map(Sample.text)
    case .key: [" ", "R 1", "'", "R1 ", "a%"].map(Sample.text)
    case .flag: [Sample("true", "true"), Sample("false", "false")]
    }
  }

  /// Texts that are one to a reader and several to a byte, or the other way round.
  static let unusual = [
    "é", "e\u{301}", "É", "E\u{301}tude", "ﬁnal", "ß", "SS", "İ", "ı", "ΟΔΟΣ", "οδος", "Å", "\u{212B}", "A\u{30A}", "ǆ", "ǅ",
    "👩‍👩‍👧", "👩", "🇫🇷🇩🇪", "👍🏽", "한", "\u{1112}\u{1161}\u{11AB}", "q\u{307}\u{323}", "q\u{323}\u{307}", "\u{1E9B}\u{323}", "\u{A0}x",
    "a\u{200B}b", "Ω", "\u{2126}", "ﷺ", "x\u{0301}", "ｆｕｌｌ", "naïve", "Straße", "\u{0344}", "\u{3000}pad\u{3000}",
  ].map(Sample.text)
}
