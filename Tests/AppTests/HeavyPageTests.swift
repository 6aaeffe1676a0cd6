import Foundation
import TestSupport
import Testing

/// The page in a real browser: drawn, printed, and read back. Part of `make test-all`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == "1")) struct HeavyPageTests {
  private func run(_ path: String, _ arguments: [String]) throws -> String {
    let outcome = try ChildProcess.run(path, arguments)
    #expect(outcome.status == 0, "\(path): \(outcome.errors)")
    return outcome.output
  }

  @Test func thePagePrintsWhole() throws {
    let folder = try Program.Folder()
    #expect(try Program.run(["simulate", "orders", "--orders", "3000", "--out", "sim"], in: folder).code == 0)
    let outcome = try Program.run(["profile", "sim/orders.csv", "--out", "profile.html"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let browser = ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/browser"]
    let address = "file://\(folder.path)/profile.html"
    _ = try run("chromium", browser + ["--no-pdf-header-footer", "--print-to-pdf=\(folder.path)/profile.pdf", address])
    let text = try run("pdftotext", ["-layout", "\(folder.path)/profile.pdf", "-"])
    for title in [
      "Orders that nothing ordinary explains", "Over time", "By rep", "The ladder of ordinary discounts", "Learned prices",
      "Columns",
    ] {
      #expect(text.contains(title), "\(title)")
    }
    // No column may run off the sheet: every row of the widest table is printed to its last words.
    let page = try folder.read("profile.html")
    let reasons = page.matches(of: /<tr><td>row:[0-9]+<\/td>.*<td>([^<]*)<\/td><\/tr>/).map { String($0.output.1) }
    #expect(reasons.count > 10)
    let printed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for reason in reasons { #expect(printed.contains(reason), "\(reason)") }
    try fits(page, in: folder)
  }

  /// Nothing overflows sideways on a small screen: the document is no wider than its window.
  private func fits(_ page: String, width: Int = 600, in folder: Program.Folder) throws {
    let browser = ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/browser"]
    let probe =
      "<script>addEventListener('load',()=>{document.title=(document.documentElement.scrollWidth<=innerWidth)?'fits':'overflows'})</script></body>"
    try folder.write(page.replacing("</body>", with: probe), to: "probe.html")
    let dom = try run("chromium", browser + ["--window-size=\(width),900", "--dump-dom", "file://\(folder.path)/probe.html"])
    #expect(dom.contains("<title>fits</title>"))
  }

  @Test func thePageOfARunPrintsWholeAndFitsASmallScreen() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 3, in: folder)
    let words = ["learn", "old/orders.csv", "--labels", "old/truth.csv", "--page", "run.html"]
    let outcome = try Program.run(words + LearnTests.quick, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let browser = ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/browser"]
    let address = "file://\(folder.path)/run.html"
    _ = try run("chromium", browser + ["--no-pdf-header-footer", "--print-to-pdf=\(folder.path)/run.pdf", address])
    let text = try run("pdftotext", ["-layout", "\(folder.path)/run.pdf", "-"])
    let page = try folder.read("run.html")
    let printed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // No column may run off the sheet: every row of every table is printed to its last words.
    let ends = page.matches(of: /<td[^>]*>([^<]+)(<small>[^<]*<\/small>)?<\/td><\/tr>/).map { String($0.output.1) }
    #expect(ends.count > 30)
    for end in ends {
      let plain = end.replacing("&#39;", with: "'").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(printed.contains(plain.prefix(20)), "\(plain)")
    }
    for tick in ["records looked at", "share of the frauds found", "as it should be"] { #expect(printed.contains(tick)) }
    try fits(page, width: 500, in: folder)
  }
}
