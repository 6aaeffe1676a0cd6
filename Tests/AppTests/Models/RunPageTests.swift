import Foundation
import Testing

/// The page of a run, drawn of what the registry keeps.
@Suite struct RunPageTests {
  private static let quick = ["--candidates", "3", "--rounds", "30", "--seconds", "600"]

  /// What opens is closed, in the order in which it should be; all but the few elements that need no end.
  static func faults(_ page: String) -> [String] {
    var open: [String] = []
    for tag in page.matches(of: /<(\/?)([a-z0-9]+)([^<>]*)>/) {
      let (isEnd, name, rest) = (!tag.output.1.isEmpty, String(tag.output.2), tag.output.3)
      if rest.hasSuffix("/") || ["meta", "doctype", "br"].contains(name) { continue }
      if !isEnd {
        open.append(name)
      } else if open.popLast() != name {
        return ["</\(name)> ends what was not begun"]
      }
    }
    return open.map { "<\($0)> does not end" }
  }

  private func learned(_ folder: Program.Folder) throws -> (page: String, figures: [String: Any]) {
    try LearnTests.history("old", seed: 3, in: folder)
    let words = [
      "learn", "old/orders.csv", "--scheme", "rep-padding", "--truth", "old/truth.csv", "--json", "--page", "learned.html",
    ]
    let outcome = try Program.run(words + RunPageTests.quick, in: folder)
    #expect(outcome.code == 0 && outcome.talk.contains("learned.html"), "\(outcome.talk)")
    let figures = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return (try folder.read("learned.html"), try #require(figures))
  }

  @Test func thePageSaysWhatTheRunCameTo() throws {
    let folder = try Program.Folder()
    let (page, figures) = try learned(folder)
    #expect(RunPageTests.faults(page) == [])
    for title in [
      "rep-padding: what it finds", "Where it comes from", "Figures", "Over time", "How it finds fraud",
      "Whether it can be trusted",
      "What moves it", "Threshold and parameters", "What became of it",
    ] {
      #expect(page.contains(">\(title)</h2>"), "\(title)")
    }
    let metrics = try #require(figures["metrics"] as? [String: Double])
    for name in ["recall_of_alerts", "precision_of_alerts", "money_caught_by_alerts"] {
      let value = try #require(metrics[name])
      #expect(page.contains("<strong>\(String(format: "%.1f", value * 100))%</strong>"), "\(name) \(value)")
    }
    #expect(page.contains("<strong>\(String(format: "%.3f", metrics["average_precision"] ?? -1))</strong>"))
    #expect(page.contains(try #require(figures["hash"] as? String)))
    #expect(page.contains("the truth") && page.contains("votes of the rules") && page.contains("10 alerts a day"))
    // Nothing is asked of elsewhere, and nothing runs.
    let plain = page.replacing("http://www.w3.org/2000/svg", with: "")
    for word in ["http:", "https:", "<script", "<link", "<img", "url(", "@import", "src="] {
      #expect(!plain.contains(word), "\(word)")
    }
    // Every chart says in words what is to be seen.
    let charts = page.components(separatedBy: "<svg ").dropFirst()
    #expect(charts.count >= 7 && charts.allSatisfy { $0.contains("<title>") && $0.contains("<desc>") })
    #expect(!page.contains("nan") && !page.contains("inf "))
  }

  @Test func itIsDrawnAnewOfTheRegistryAlone() throws {
    let folder = try Program.Folder()
    let (page, _) = try learned(folder)
    try FileManager.default.removeItem(atPath: "\(folder.path)/old")
    #expect(try Program.run(["models", "show", "orders@1", "--page", "shown.html"], in: folder).code == 0)
    #expect(try folder.read("shown.html") == page)
    // What became of it since is on it too.
    #expect(try Program.run(["models", "promote", "orders@1", "--why", "finds <more>"], in: folder).code == 0)
    #expect(try Program.run(["models", "show", "orders", "--page", "live.html"], in: folder).code == 0)
    let live = try folder.read("live.html")
    #expect(live.contains("It is live: it decides.") && live.contains("finds &lt;more&gt;"))
    let gone = try Program.run(["models", "show", "orders@1", "--page", "nowhere/page.html"], in: folder)
    #expect(gone.code == 74, "\(gone.code) \(gone.talk)")
  }

  @Test func twoVersionsAreDrawnOnTheSameAxes() throws {
    let folder = try Program.Folder()
    _ = try learned(folder)
    let words = ["learn", "old/orders.csv", "--scheme", "rep-padding", "--labels", "old/truth.csv"]
    #expect(try Program.run(words + RunPageTests.quick + ["--seed", "2"], in: folder).code == 0)
    let outcome = try Program.run(["models", "compare", "orders@1", "orders@2", "--page", "both.html"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let page = try folder.read("both.html")
    #expect(RunPageTests.faults(page) == [] && page.contains("orders@1 and orders@2"))
    #expect(page.contains(">orders@1</text>") && page.contains(">orders@2</text>"))
    #expect(page.components(separatedBy: "<svg ").count - 1 >= 4)
  }

  /// A model whose run kept no curves has a page all the same.
  @Test func aRunThatKeptLittleIsShownWithWhatItKept() throws {
    let folder = try Program.Folder()
    try RegisteredModels.register(in: folder)
    #expect(try Program.run(["models", "show", "padding@1", "--page", "old.html"], in: folder).code == 0)
    let page = try folder.read("old.html")
    #expect(RunPageTests.faults(page) == [] && page.contains("0.6390") && page.contains("labels of the rules alone"))
    #expect(try Program.run(["models", "compare", "padding@1", "padding@2", "--page", "both.html"], in: folder).code == 0)
    #expect(RunPageTests.faults(try folder.read("both.html")) == [])
  }
}
