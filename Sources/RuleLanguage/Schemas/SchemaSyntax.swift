import Diagnostics

/// A schema file as it is written, before names mean anything.
struct SchemaSyntax {
  struct Name {
    var text: String
    var span: Span
  }

  /// Where a value stands in a source.
  enum Place {
    /// Columns or paths to try, in order.
    case names([Name])
    case remainingColumns(condition: Name, span: Span)
    case baseline(String)
    case list([Name], elements: [Mapped])
    case table(Name, key: Name, elements: [Mapped])
  }

  struct Field {
    var name: Name
    var type: Name
    var isList = false
    var currency: Name?
    var place: Place?
    var isFloatSum: Name?
    var isRequired = false
    var isLabel = false
    var missing: [String] = []
    var defaultValue: Name?
    var knownAfter: Name?
  }

  struct Mapped {
    var name: Name
    var place: Place
  }

  struct Schema {
    var name: Name
    var fields: [Field] = []
    var isSequence = false
    /// Whether every field of it could be read; else nothing is said about what it lacks.
    var isComplete = true
  }

  struct Record {
    var name: Name
    var fields: [Field]
  }

  struct Source {
    var schema: Name
    /// Nil for JSON.
    var table: Name?
    var fields: [Mapped] = []
  }

  var schemas: [Schema] = []
  var records: [Record] = []
  var sources: [Source] = []
}
