/// What cairo 1.16 cannot say of a document, added behind it: its language, that its title is shown and not its file's name, the words of
/// its pictures, and that a table's heads are those of columns.
///
/// A PDF may be changed by appending: new versions of objects, and a table of where they begin. Nothing that cairo wrote is touched; a file
/// that is not built as expected stays as it is.
struct PDFAmendment {
  var language: String
  /// In the order of the pictures.
  var pictures: [String]

  func amended(_ file: [UInt8]) -> [UInt8] {
    guard let start = number(after: "startxref", in: file, from: max(0, file.count - 64)),
      let objects = PDFAmendment.objects(file, at: start),
      let trailer = file.find("trailer", from: start), let root = number(after: "/Root ", in: file, from: trailer)
    else { return file }
    var changed: [(id: Int, text: [UInt8])] = []
    var words = pictures[...]
    for (id, offset) in objects {
      guard let object = PDFAmendment.object(file, id, at: offset),
        let addition = addition(to: object, isRoot: id == root, &words)
      else { continue }
      guard let end = object.findLast(">>") else { continue }
      changed.append((id, Array(object[..<end]) + Array(addition.utf8) + Array(object[end...])))
    }
    guard words.isEmpty else { return file }
    return file
      + appendix(
        changed, at: file.count, size: objects.count + 1, previous: start, info: number(after: "/Info ", in: file, from: trailer),
        root: root)
  }

  private func addition(to object: ArraySlice<UInt8>, isRoot: Bool, _ words: inout ArraySlice<String>) -> String? {
    if isRoot {
      let plain = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      return "   /Lang (\(plain))\n   /ViewerPreferences << /DisplayDocTitle true >>\n"
    }
    guard object.find("/Type /StructElem") != nil else { return nil }
    if object.find("/S /Figure\n") != nil { return words.popFirst().map { "   /Alt \(PDFAmendment.text($0))\n" } }
    if object.find("/S /TH\n") != nil { return "   /A << /O /Table /Scope /Column >>\n" }
    return nil
  }

  private func appendix(
    _ changed: [(id: Int, text: [UInt8])], at start: Int, size: Int, previous: Int, info: Int?, root: Int
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var table = "xref\n"
    for (id, text) in changed {
      let offset = String(start + bytes.count)
      table += "\(id) 1\n\(String(repeating: "0", count: max(0, 10 - offset.count)))\(offset) 00000 n \n"
      bytes += text
    }
    let place = start + bytes.count
    table += "trailer\n<< /Size \(size)\n   /Root \(root) 0 R\n"
    if let info { table += "   /Info \(info) 0 R\n" }
    table += "   /Prev \(previous)\n>>\nstartxref\n\(place)\n%%EOF\n"
    return bytes + Array(table.utf8)
  }

  // MARK: reading

  /// Every object's number and where it begins, in the order of the numbers.
  private static func objects(_ file: [UInt8], at start: Int) -> [(id: Int, offset: Int)]? {
    guard start < file.count, file[start...].starts(with: "xref\n0 ".utf8) else { return nil }
    var place = start + "xref\n0 ".utf8.count
    guard let count = digits(file, &place), place < file.count else { return nil }
    place += 1
    // Entries are twenty bytes each.
    guard count > 0, place + count * 20 <= file.count else { return nil }
    return (1..<count).compactMap { id in
      var entry = place + id * 20
      return digits(file, &entry).map { (id, $0) }
    }
  }

  private static func digits(_ file: [UInt8], _ place: inout Int) -> Int? {
    var value: Int?
    while place < file.count, case let digit = file[place], (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit),
      (value ?? 0) < 1 << 50
    {
      value = (value ?? 0) * 10 + Int(digit - UInt8(ascii: "0"))
      place += 1
    }
    return value
  }

  /// An object that is a dictionary of words, from its number to its end.
  private static func object(_ file: [UInt8], _ id: Int, at offset: Int) -> ArraySlice<UInt8>? {
    let head = Array("\(id) 0 obj\n<< /Type /".utf8)
    guard offset >= 0, offset < file.count, file[offset...].starts(with: head) else { return nil }
    let kind = file[(offset + head.count)...].prefix(12)
    guard kind.starts(with: "StructElem".utf8) || kind.starts(with: "Catalog".utf8), let end = file.find("endobj\n", from: offset)
    else {
      return nil
    }
    return file[offset..<end + "endobj\n".utf8.count]
  }

  private func number(after word: String, in file: [UInt8], from start: Int) -> Int? {
    guard var place = file.find(word, from: start).map({ $0 + word.utf8.count }) else { return nil }
    while place < file.count, file[place] == 0x0A || file[place] == 0x20 { place += 1 }
    return PDFAmendment.digits(file, &place)
  }

  /// A text string in UTF-16, of which no byte means anything else.
  static func text(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf16.prefix(4_000).reduce(into: "<FEFF") { result, unit in
      for shift in [12, 8, 4, 0] { result.append(digits[Int(unit >> shift & 15)]) }
    } + ">"
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  func find(_ word: String, from start: Int? = nil) -> Int? {
    let word = Array(word.utf8)
    guard let first = word.first, count >= word.count else { return nil }
    var place = Swift.max(startIndex, start ?? startIndex)
    let last = endIndex - word.count
    while place <= last {
      if self[place] == first, self[place..<place + word.count].elementsEqual(word) { return place }
      place += 1
    }
    return nil
  }

  func findLast(_ word: String) -> Int? {
    let word = Array(word.utf8)
    var place = endIndex - word.count
    while place >= startIndex {
      if self[place..<place + word.count].elementsEqual(word) { return place }
      place -= 1
    }
    return nil
  }
}
