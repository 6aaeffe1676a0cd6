public import Diagnostics

extension DiagnosticCode {
  /// What the code means and how to repair it: the page under docs/diagnostics and the text of `sheriff explain`.
  public var page: String {
    pages[description] ?? rulePages[description] ?? windowAndRulePages[description] ?? lintPages[description] ?? ""
  }
}

private let pages: [String: String] = [
  "E0001":
    "Files are read as UTF-8 only. An editor that saves in another encoding leaves bytes that are no text.\n\nRepair: save the file again as UTF-8.",
  "E0002":
    "The character begins no word, number, text or sign of the language.\n\nRepair: take it away, or put it inside a text in double quotes.",
  "E0003":
    "Word processors turn plain quotes into curly ones, which mean nothing here.\n\nRepair: write a plain \" instead. The fix is certain and can be applied.",
  "E0004":
    "A text begins with \" and must end with \" on the same line.\n\nRepair: close it. A line break inside of a text is written \\n.",
  "E0005":
    "Inside of a text a backslash begins an escape. There are \\\" \\\\ \\n \\t and \\{.\n\nRepair: write \\\\ for a backslash.",
  "E0006":
    "The character takes space or none but cannot be seen: a no-break space, a mark of direction, a control character. It is often pasted from elsewhere.\n\nRepair: replace it with a space.",
  "E0007":
    "A number may be followed by % or by a unit of time: s, m, h, d, w, mo, y.\n\nRepair: write the unit that was meant, or put a space between.",
  "E0008": "Files above 16 MiB are not read.\n\nRepair: split the file; all files of a folder are loaded together.",
  "E0020":
    "The grammar expects something else in this place; the message names it.\n\nRepair: look at the line before too, which may lack its end.",
  "E0021":
    "The file ends inside of a declaration. Often a closing brace is missing, or the file was cut off while it was copied.\n\nRepair: close what is open.",
  "E0022":
    "A schema file holds the declarations `schema`, `record` and `source`.\n\nRepair: check the spelling; rules go into .rules files.",
  "E0100":
    "Two declarations of one kind have one name, so that nobody could tell which is meant.\n\nRepair: rename or remove one.",
  "E0101":
    "A field is declared, or placed in a source, twice.\n\nRepair: rename or remove one. Several columns for one field are written `from \"a\" or \"b\"`.",
  "E0102":
    "The types are id, key, text, money, percent, number, integer, duration, time and flag.\n\nRepair: choose one of them. An identity that recurs, such as a rep, is a `key`.",
  "E0103": "A currency is an ISO code of three capital letters after `money`.\n\nRepair: write for example `money EUR`.",
  "E0104": "A list names the record of its elements, which must stand in the same file.\n\nRepair: declare `record line { … }`.",
  "E0105": "A `source` serves a schema of the same file.\n\nRepair: check the name, or move the source to the schema's file.",
  "E0106": "The schema or record has no field of this name.\n\nRepair: check the spelling, or declare the field.",
  "E0107":
    "Every record needs a time, since windows and order rest on it.\n\nRepair: declare a field of type `time`, or write `time sequence` where the source's order is its time.",
  "E0108":
    "`floats` says that amounts are sums of 32-bit floats. Only money can be.\n\nRepair: take `floats` away, or make the field `money`.",
  "E0109": "The value after `default` must be one of the field's type.\n\nRepair: write it as it would stand in the source.",
  "E0110":
    "`columns not named above` makes one element a column: its name fills a key, its cell an integer.\n\nRepair: give the record a field of each.",
  "E0111":
    "Words such as `from`, `floats` or `required` belong to the language.\n\nRepair: choose another name; the source's column may keep its own.",
  "E0113": "A schema or record without fields describes nothing.\n\nRepair: declare its fields between the braces.",
  "E0114": "A record has one identity.\n\nRepair: make the other field a `key`.",
  "E0115":
    "This field cannot come from such a place: only a list can be made of columns, of an array or of a table.\n\nRepair: name a column or path, or make the field a list.",
]
