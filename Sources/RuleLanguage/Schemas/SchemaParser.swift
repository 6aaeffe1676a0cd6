import Diagnostics

/// From tokens to the syntax of a schema file. A declaration that cannot be read is given up alone.
struct SchemaParser {
  private var reader: TokenReader
  private var syntax = SchemaSyntax()

  static let declarations: Set<String> = ["schema", "record", "source"]
  /// Words that end a field's type and so can be no field's name.
  static let reserved: Set<String> = [
    "from", "floats", "required", "missing", "default", "known", "or", "where", "on", "label",
    // What rules could not tell from their own words.
    "and", "not", "in", "true", "false", "exists", "every", "now", "baseline", "model", "if",
  ]

  static func parse(_ source: SourceText, tokens: [Token]? = nil) -> (SchemaSyntax, [Diagnostic]) {
    var parser = SchemaParser(reader: tokens.map { TokenReader(source, tokens: $0) } ?? TokenReader(source))
    parser.run()
    return (parser.syntax, parser.reader.diagnostics)
  }

  private mutating func run() {
    while !reader.isAtEnd, reader.diagnostics.count < Limits.diagnosticsMax {
      let word = reader.current.kind == .word ? reader.text(reader.current) : ""
      let isComplete: Bool
      switch word {
      case "schema": isComplete = schema()
      case "record": isComplete = record()
      case "source": isComplete = source()
      default:
        unknownDeclaration(word)
        reader.take()
        isComplete = false
      }
      if !isComplete { reader.skipDeclaration(startingWords: SchemaParser.declarations) }
    }
  }

  private mutating func unknownDeclaration(_ word: String) {
    if reader.current.kind == .unknown { return }
    let span = reader.current.span
    var diagnostic = Diagnostic(
      .unknownDeclaration, "a schema file holds `schema`, `record` and `source`, not `\(reader.text(reader.current))`", at: span)
    if let match = closestMatch(to: word, among: SchemaParser.declarations.sorted()) {
      diagnostic.fixes = [.init("did you mean `\(match)`?", replace: span, with: match)]
    }
    reader.diagnostics.append(diagnostic)
  }

  private mutating func name(_ what: String) -> SchemaSyntax.Name? {
    reader.expectWord(what).map { .init(text: reader.text($0), span: $0.span) }
  }

  private mutating func schema() -> Bool {
    reader.take()
    guard let name = name("the schema's name"), reader.expectMark(.openBrace, "to open the schema") else { return false }
    var schema = SchemaSyntax.Schema(name: name)
    while !reader.isMark(.closeBrace), !reader.isAtEnd {
      if reader.isWord("time"), reader.source.text(reader.following(1).span) == "sequence" {
        reader.take()
        reader.take()
        schema.isSequence = true
      } else if let field = field() {
        schema.fields.append(field)
      } else {
        schema.isComplete = false
        guard recoverField() else { break }
      }
    }
    let isClosed = reader.expectMark(.closeBrace, "to close the schema `\(name.text)`")
    schema.isComplete = schema.isComplete && isClosed
    syntax.schemas.append(schema)
    return isClosed
  }

  private mutating func record() -> Bool {
    reader.take()
    guard let name = name("the record's name"), reader.expectMark(.openBrace, "to open the record") else { return false }
    var fields: [SchemaSyntax.Field] = []
    while !reader.isMark(.closeBrace), !reader.isAtEnd {
      if let field = field() { fields.append(field) } else if !recoverField() { return false }
    }
    syntax.records.append(.init(name: name, fields: fields))
    return reader.expectMark(.closeBrace, "to close the record `\(name.text)`")
  }

  /// On to the next line, so that one bad field does not spoil its neighbours. False where the block is lost.
  private mutating func recoverField() -> Bool {
    reader.take()
    while !reader.isAtEnd, !reader.isAtLineStart, !reader.isMark(.closeBrace) { reader.take() }
    return !reader.isAtEnd && !SchemaParser.declarations.contains(reader.text(reader.current)) || reader.isMark(.closeBrace)
  }

  private mutating func field() -> SchemaSyntax.Field? {
    let isLabel = reader.takeWord("label")
    guard let name = name("a field's name") else { return nil }
    var field: SchemaSyntax.Field
    if isLabel, reader.isWord("known") || reader.isWord("from") || !reader.isOnSameLine {
      field = .init(name: name, type: .init(text: "flag", span: name.span))
    } else if reader.takeMark(.openBracket) {
      guard let type = self.name("the element's record"), reader.expectMark(.closeBracket, "after the element's record") else {
        return nil
      }
      field = .init(name: name, type: type, isList: true)
    } else {
      guard let type = self.name("the type of `\(name.text)`") else { return nil }
      field = .init(name: name, type: type)
      if type.text == "money", reader.current.kind == .word, reader.text(reader.current).allSatisfy(\.isUppercase),
        reader.isOnSameLine
      {
        field.currency = self.name("a currency")
      }
    }
    field.isLabel = isLabel
    return options(of: &field) ? field : nil
  }

  private mutating func options(of field: inout SchemaSyntax.Field) -> Bool {
    while reader.current.kind == .word {
      switch reader.text(reader.current) {
      case "from":
        reader.take()
        guard let place = place(allowsColumns: true) else { return false }
        field.place = place
      case "floats":
        field.isFloatSum = .init(text: "floats", span: reader.take().span)
      case "required":
        reader.take()
        field.isRequired = true
      case "missing":
        reader.take()
        repeat {
          guard reader.current.kind == .string else {
            reader.unexpected("a text such as \"NULL\"")
            return false
          }
          field.missing.append(reader.content(of: reader.take()))
        } while reader.takeMark(.comma)
      case "default":
        reader.take()
        guard let value = literal() else { return false }
        field.defaultValue = value
      case "known":
        reader.take()
        guard reader.takeWord("after"), reader.current.kind == .duration else {
          reader.unexpected("`after` and a duration such as 7d")
          return false
        }
        field.knownAfter = .init(text: reader.text(reader.current), span: reader.take().span)
      default: return true
      }
    }
    return true
  }

  private mutating func literal() -> SchemaSyntax.Name? {
    let start = reader.current.span
    let sign = reader.takeMark(.minus) ? "-" : ""
    switch reader.current.kind {
    case .string where sign.isEmpty: return .init(text: reader.content(of: reader.current), span: reader.take().span)
    case .number, .percent, .duration:
      let text = reader.text(reader.current).filter { $0 != "_" }
      return .init(text: sign + text, span: start.through(reader.take().span))
    case .word where sign.isEmpty: return .init(text: reader.text(reader.current), span: reader.take().span)
    default:
      reader.unexpected("a value")
      return nil
    }
  }

  private mutating func place(allowsColumns: Bool) -> SchemaSyntax.Place? {
    if allowsColumns, reader.isWord("columns"), reader.source.text(reader.following(1).span) == "not" {
      return remainingColumns()
    }
    if reader.isWord("baseline"), reader.following(1).kind == .mark(.dot) { return baseline() }
    if reader.isWord("table"), [.word, .string].contains(reader.following(1).kind) {
      reader.take()
      guard let table = path("a table"), reader.takeWord("on") else {
        reader.unexpected("`on` and the column that joins the tables")
        return nil
      }
      guard let key = path("the column that joins the tables"), let elements = mappings() else { return nil }
      return .table(table, key: key, elements: elements)
    }
    var names: [SchemaSyntax.Name] = []
    repeat {
      guard let name = path("a column or path") else { return nil }
      names.append(name)
    } while reader.takeWord("or")
    if reader.isMark(.openBrace) {
      guard let elements = mappings() else { return nil }
      return .list(names, elements: elements)
    }
    return .names(names)
  }

  private mutating func remainingColumns() -> SchemaSyntax.Place? {
    let start = reader.current.span
    for word in ["columns", "not", "named", "above", "where"] where !reader.takeWord(word) {
      reader.unexpected("`columns not named above where …`")
      return nil
    }
    guard let condition = name("the field that a column's cell fills"), reader.expectMark(.greater, "0") else { return nil }
    guard reader.current.kind == .number, reader.text(reader.current) == "0" else {
      reader.unexpected("0: only counts above zero are elements")
      return nil
    }
    return .remainingColumns(condition: condition, span: start.through(reader.take().span))
  }

  private mutating func baseline() -> SchemaSyntax.Place? {
    let start = reader.take().span
    reader.take()
    guard name("what the baseline gives") != nil, reader.expectMark(.openParenthesis, "after it"), name("a field") != nil,
      reader.expectMark(.closeParenthesis, "after the field")
    else { return nil }
    return .baseline(reader.source.text(start.through(reader.previousSpan)))
  }

  /// A name in quotes, or words with dots between: `customer.id`, `sales.salesorderheader`.
  private mutating func path(_ what: String) -> SchemaSyntax.Name? {
    if reader.current.kind == .string { return .init(text: reader.content(of: reader.current), span: reader.take().span) }
    guard var name = name(what) else { return nil }
    while reader.isMark(.dot) {
      reader.take()
      guard let part = self.name("a name after the dot") else { return nil }
      name = .init(text: name.text + "." + part.text, span: name.span.through(part.span))
    }
    return name
  }

  private mutating func source() -> Bool {
    reader.take()
    guard let schema = name("the schema that the source serves"), reader.takeWord("from") else {
      reader.unexpected("`from table …` or `from json`")
      return false
    }
    var source = SchemaSyntax.Source(schema: schema)
    if reader.takeWord("table") {
      guard let table = path("a table") else { return false }
      source.table = table
    } else if !reader.takeWord("json") {
      reader.unexpected("`table` or `json`")
      return false
    }
    guard let fields = mappings() else { return false }
    source.fields = fields
    syntax.sources.append(source)
    return true
  }

  private mutating func mappings() -> [SchemaSyntax.Mapped]? {
    guard reader.expectMark(.openBrace, "to open the list of fields") else { return nil }
    var fields: [SchemaSyntax.Mapped] = []
    while !reader.isMark(.closeBrace) {
      guard let name = name("a field's name") else { return nil }
      guard reader.takeWord("from") else {
        reader.unexpected("`from` and where `\(name.text)` stands")
        return nil
      }
      guard let place = place(allowsColumns: false) else { return nil }
      fields.append(.init(name: name, place: place))
    }
    reader.take()
    return fields
  }

  private init(reader: TokenReader) { self.reader = reader }
}

extension TokenReader {
  /// Whether the current token stands on the line of the one before.
  var isOnSameLine: Bool { !isAtLineStart }
}
