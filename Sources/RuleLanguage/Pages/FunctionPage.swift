/// The page of all functions, made from their own descriptions.
public enum FunctionPage {
  public static func text(_ registry: Registry) -> String {
    var text =
      "# Functions\n\nMade from the functions' own descriptions by `make docs`; do not edit.\n\n## Of one value at a time\n\n"
    text += "| function | takes | gives |\n|---|---|---|\n"
    for function in Function.all { text += "| `\(function.name)` | \(takes(function)) | \(function.meaning) |\n" }
    text += "\n## Over earlier records, or over a list\n\n| function | over records | over a list | gives |\n|---|---|---|---|\n"
    for function in Window.Function.allCases {
      let isOverLists = Fold.Function(rawValue: function.rawValue) != nil
      text += "| `\(function.rawValue)` | yes | \(isOverLists ? "yes" : "no") | \(function.meaning) |\n"
    }
    text += "\n## From other rooms\n\n| written | gives |\n|---|---|\n"
    for native in registry.natives {
      let parameters = native.parameters.map(\.name).joined(separator: ", ")
      let fields = native.fields.map { "`.\($0.name)`" }.joined(separator: ", ")
      text += "| `\(native.name)(…)` of \(parameters) | \(native.meaning): \(fields) |\n"
    }
    for name in registry.baseline {
      let parameters = name.parameters.isEmpty ? "" : "(\(name.parameters.map(\.name).joined(separator: ", ")))"
      text += "| `baseline.\(name.name)\(parameters)` | \(name.meaning) |\n"
    }
    return text
  }

  private static func takes(_ function: Function) -> String {
    var parts = function.takes.map { $0 == .any ? "any" : $0.names.replacing(", ", with: " or ") }
    if function.optional > 0 { parts[parts.count - 1] = "perhaps \(parts[parts.count - 1])" }
    return parts.joined(separator: "; ") + (function.isVariadic ? "; and more" : "")
  }
}

extension Window.Function {
  var meaning: String {
    switch self {
    case .count: "how many there are"
    case .sum: "their sum"
    case .avg: "their mean"
    case .min: "the smallest; over a list `min(x by y)` is x where y is smallest"
    case .max: "the largest; over a list `max(x by y)` is x where y is largest"
    case .median: "the value in the middle, by nearest rank"
    case .stddev: "the population's standard deviation; missing under two"
    case .percentile: "`percentile(x, 95%)`: the value below or at which that share lies, by nearest rank"
    case .distinct: "how many different ones there are"
    case .share: "the share of those for which it is true, a percent"
    case .zscore: "how many standard deviations this record's value lies from their mean"
    case .first: "the first of them"
    case .last: "the last of them"
    case .previous: "the value at the record just before"
    }
  }
}
