import CXlsx
import Charts
import Records
import Reports

/// The numbers of the charts, and beside them charts that the spreadsheet draws: whoever asks another question changes the numbers.
struct ChartSheet {
  private let book: Workbook
  private let wording: Wording

  private struct Grid {
    var labels: [String]
    var series: [Chart.Series]
    var kind: lxw_chart_type
  }

  init(_ book: Workbook, _ wording: Wording) { (self.book, self.wording) = (book, wording) }

  func write(_ illustrations: [Document.Illustration]) {
    let name = book.freeName("Charts")
    guard let sheet = book.addSheet(name) else { return }
    worksheet_set_column(sheet, 0, 0, 24, nil)
    worksheet_set_column(sheet, 1, 4, 14, nil)
    var row = 0
    for illustration in illustrations {
      let grid = ChartSheet.grid(illustration.chart)
      book.put(.text(illustration.chart.title), sheet, row, 0, wording, CellFormat(isStrong: true, size: 13))
      for (index, series) in grid.series.enumerated() {
        book.put(.text(series.name), sheet, row + 1, index + 1, wording, CellFormat(isHead: true, isRight: true))
      }
      for (place, label) in grid.labels.enumerated() {
        book.put(.text(label), sheet, row + 2 + place, 0, wording)
        for (index, series) in grid.series.enumerated() where place < series.values.count {
          put(series.values[place], illustration.chart.unit, sheet, row + 2 + place, index + 1)
        }
      }
      if !grid.labels.isEmpty { draw(grid, illustration.chart, sheet, name, row) }
      row += max(grid.labels.count + 4, ChartSheet.rowsOfChart)
    }
  }

  private static let rowsOfChart = 20

  private func put(_ value: Double, _ unit: Chart.Unit, _ sheet: Workbook.Sheet, _ row: Int, _ column: Int) {
    guard value.isFinite else { return }
    switch unit {
    case .percent: book.put(.share(value), sheet, row, column, wording)
    case .money: book.put(.number(value, places: 2), sheet, row, column, wording)
    case .count: book.put(.number(value, places: value == value.rounded() ? 0 : 3), sheet, row, column, wording)
    }
  }

  private func draw(_ grid: Grid, _ model: Chart, _ sheet: Workbook.Sheet, _ name: String, _ row: Int) {
    guard let chart = workbook_add_chart(book.book, UInt8(grid.kind.rawValue)) else { return }
    let (first, last) = (lxw_row_t(row + 2), lxw_row_t(row + 1 + grid.labels.count))
    for index in grid.series.indices {
      guard let series = chart_add_series(chart, nil, nil) else { continue }
      let column = lxw_col_t(index + 1)
      chart_series_set_categories(series, name, first, 0, last, 0)
      chart_series_set_values(series, name, first, column, last, column)
      chart_series_set_name_range(series, name, lxw_row_t(row + 1), column)
    }
    chart_title_set_name(chart, Workbook.safe(model.title))
    if grid.series.count < 2 { chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue)) }
    // The first name stands at the top, as in a list.
    if grid.kind == LXW_CHART_BAR { chart_axis_set_reverse(chart.pointee.y_axis) }
    var options = lxw_chart_options()
    (options.x_scale, options.y_scale) = (1.4, 1.2)
    book.check(worksheet_insert_chart_opt(sheet, lxw_row_t(row), lxw_col_t(grid.series.count + 2), chart, &options))
  }

  private static func grid(_ chart: Chart) -> Grid {
    switch chart.content {
    case .lines(let labels, let series): Grid(labels: labels, series: series, kind: LXW_CHART_LINE)
    case .histogram(let labels, let bins, _):
      Grid(labels: labels, series: [.init(chart.title, bins)], kind: LXW_CHART_COLUMN)
    case .grouped(let labels, let series):
      Grid(labels: labels, series: series, kind: LXW_CHART_COLUMN)
    case .columns(let bins):
      Grid(labels: bins.map(\.label), series: [.init(chart.title, bins.map(\.value))], kind: LXW_CHART_COLUMN)
    case .bars(let rows): Grid(labels: rows.map(\.label), series: [.init(chart.title, rows.map(\.value))], kind: LXW_CHART_BAR)
    case .spans(let axis, let rows, _):
      Grid(labels: rows.map(\.name), series: [.init(axis, rows.map(\.value))], kind: LXW_CHART_BAR)
    case .calendar(let rows, let columns, let values):
      Grid(
        labels: columns, series: zip(rows, values).map { .init($0, $1) }, kind: LXW_CHART_COLUMN)
    case .curves(_, _, let curves), .plane(_, _, let curves):
      Grid(
        labels: (curves.first?.points ?? []).map { "\($0.x)" },
        series: curves.prefix(1).map { .init($0.name, $0.points.map(\.y)) }, kind: LXW_CHART_LINE)
    }
  }
}
