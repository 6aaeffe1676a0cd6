/// What every notebook begins with, so that each can be opened by itself.
enum Setup {
  static func cell(_ target: NotebookTarget) -> Cell {
    .code(
      "setup",
      #"""
      import json
      from pathlib import Path

      import matplotlib.pyplot as plt
      import pandas as pd

      DATA = Path("\#(target.dataFolder)")
      PACKAGE = json.loads((DATA / "schema.json").read_text(encoding="utf-8"))
      ABOUT = PACKAGE["sheriff"]
      RECORDS, TIME, WHO, CURRENCY = ABOUT["records"], ABOUT["time"], ABOUT["who"], ABOUT["currency"]
      AMOUNTS = set()
      # Earlier versions of pandas find that out by themselves.
      ISO = "ISO8601" if int(pd.__version__.split(".")[0]) >= 2 else None


      def table(name):
          """A table of the data folder, typed as schema.json says; None where it was not exported.

          Amounts are decimals in the files, and become whole ten-thousandths here: their sums are exact."""
          found = next((one for one in PACKAGE["resources"] if one["name"] == name), None)
          if found is None:
              return None
          frame = pd.read_csv(DATA / found["path"], dtype=str, keep_default_na=False, na_values=[""])
          for field in found["schema"]["fields"]:
              column, kind = frame[field["name"]], field["kind"]
              if kind == "money":
                  frame[field["name"]] = pd.to_numeric(column.astype("string").str.replace(".", "", regex=False)).astype("Int64")
                  AMOUNTS.add(field["name"])
              elif kind == "integer":
                  frame[field["name"]] = pd.to_numeric(column).astype("Int64")
              elif kind == "number":
                  frame[field["name"]] = pd.to_numeric(column).astype("float64")
              elif kind == "flag":
                  frame[field["name"]] = column == "true"
              elif kind == "time":
                  frame[field["name"]] = pd.to_datetime(column, utc=True, format=ISO).dt.tz_localize(None)
          return frame


      def money(amount):
          """Ten-thousandths as a person reads them."""
          return f"{int(amount) / 10_000:,.2f} {CURRENCY}"


      def shown(frame, *more):
          """The same for a person: amounts with two places."""
          texts = frame.copy()
          for name in texts.columns.intersection([*AMOUNTS, *more]):
              texts[name] = texts[name].map(lambda amount: "" if pd.isna(amount) else f"{amount / 10_000:,.2f}")
          return texts


      # Dark, light and one colour, so that figures also read in grey.
      DARK, MIDDLE, LIGHT, COLOUR = "#303030", "#8a8a8a", "#d2d2d2", "#a6402b"
      plt.rcParams.update({
          "figure.figsize": (9, 3.6), "figure.dpi": 90, "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold",
          "axes.titlelocation": "left", "axes.titlepad": 10, "axes.spines.top": False, "axes.spines.right": False,
          "legend.frameon": False,
          # A dollar in a name is a dollar.
          "text.parse_math": False,
      })
      """#)
  }

  /// How the history is cut, for notebooks whose figures go along it.
  static let periods = Cell.code(
    "periods",
    #"""
    LAST = len(pd.read_csv(DATA / f"{RECORDS}.csv", usecols=["row"]))


    def period(frame):
        """The stretch of the history that each row lies in: of time, else a tenth of the records."""
        if TIME is not None:
            return frame[TIME].dt.to_period(ABOUT["period"]).astype(str)
        return ((frame["row"] - 1) * 10 // LAST + 1).clip(upper=10).map(lambda tenth: f"part {tenth:02}")


    def label_periods(axis, names):
        """As many labels as there is room for."""
        step = -(-len(names) // 8)
        axis.set_xticks(range(0, len(names), step), [names[place] for place in range(0, len(names), step)])
    """#)
}

/// Words of a text cell.
enum Words {
  static func plural(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

  static func list(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
  }
}
