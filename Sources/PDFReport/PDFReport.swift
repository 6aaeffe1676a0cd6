public import Records
public import Reports
import Synchronization

/// A document as a PDF of A4 pages, with its fonts in it. It is made by cairo and Pango, by no other program, and the same document makes the
/// same bytes.
public enum PDFReport {
  /// cairo's and fontconfig's fonts are shared by all threads, and what two documents do to them at once shows in the bytes of both.
  private static let oneAtATime = Mutex(())

  /// - made: the day that the document says it was made on, at midnight UTC.
  public static func render(_ document: Document, _ wording: Wording, made: CivilDate) throws(PDFError) -> [UInt8] {
    try oneAtATime.withLock { _ throws(PDFError) in try rendered(document, wording, made: made) }
  }

  private static func rendered(_ document: Document, _ wording: Wording, made: CivilDate) throws(PDFError) -> [UInt8] {
    let typesetter = try Typesetter(language: wording.language)
    let plan = PagePlan(document, wording, typesetter)
    let press = try Press(width: PageArea.width, height: PageArea.height)
    let title = printable(document.title)
    press.describe(title: title, subject: printable(wording.text(of: document.subtitle)), made: made)
    let composer = Composer(document, wording, typesetter, plan, press)
    composer.compose()
    press.outline(composer.flow.anchors)
    let bytes = try press.finish()
    return PDFAmendment(language: wording.language, pictures: composer.pictures).amended(bytes)
  }
}

/// How many pages there are and which places on them can be linked to: found out by setting everything once without drawing it.
struct PagePlan {
  var pages = 0
  var anchors: Set<String> = []
  /// What the first page's sizes are multiplied by, so that it is one page.
  var firstPageScale = 1.0

  /// Larger where there is room; smaller than the last would not be read.
  static let scales = [1.1, 1.05, 1, 0.96, 0.92, 0.88, 0.84]

  init(_ document: Document, _ wording: Wording, _ typesetter: Typesetter) {
    let end = document.blocks.firstIndex { if case .pageBreak = $0 { true } else { false } }
    if let end {
      var first = document
      first.blocks.removeSubrange(end...)
      firstPageScale =
        PagePlan.scales.first { scale in
          var plan = PagePlan()
          plan.firstPageScale = scale
          let composer = Composer(first, wording, typesetter, plan, nil)
          composer.compose()
          return composer.flow.page == 1
        } ?? 1
    }
    let composer = Composer(document, wording, typesetter, self, nil)
    composer.compose()
    pages = composer.flow.page
    anchors = Set(composer.flow.anchors.map(\.name))
  }

  private init() {}
}
