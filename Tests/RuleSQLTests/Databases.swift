import Foundation
import Records
import RuleLanguage
import RuleSQL
import TestSupport

/// A database that a test runs queries in.
protocol TestDatabase: AnyObject {
  var dialect: SQLDialect { get }

  /// The rows of a query's answer, in the order of the records, after the statements were executed.
  func answer(_ query: SQLQuery, after statements: [String]) throws -> [[Value]]
}

struct DatabaseFailure: Error, CustomStringConvertible { let description: String }

/// DuckDB or Spark in a Python process, which is asked a line at a time.
final class PythonDatabase: TestDatabase {
  let dialect: SQLDialect
  private let process: ChildProcess

  private struct Request: Encodable {
    var statements: [String]
    var query: String
    var times: [String]
  }

  private struct Answer: Decodable {
    var rows: [[String?]]?
    var error: String?
  }

  /// A Python that has the dialect's package: named by `SHERIFF_DUCKDB_PYTHON` or `SHERIFF_SPARK_PYTHON`, or made by
  /// `environments.sh`.
  static func python(for dialect: SQLDialect) -> String? {
    let named = ProcessInfo.processInfo.environment["SHERIFF_\(dialect.rawValue.uppercased())_PYTHON"]
    let made = TestFolder.root.appending(path: ".build/python-\(dialect.rawValue)/bin/python").path
    return [named, made].compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether the test is to run: always where it was asked for, else where there is such a Python.
  static func isWanted(_ dialect: SQLDialect) -> Bool {
    ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] != nil || python(for: dialect) != nil
  }

  init(_ dialect: SQLDialect) throws {
    self.dialect = dialect
    guard let python = PythonDatabase.python(for: dialect) else {
      throw DatabaseFailure(description: "no Python for \(dialect.rawValue); run Tests/RuleSQLTests/environments.sh")
    }
    let script = TestFolder.folder.appending(path: "run-queries.py").path
    process = try ChildProcess(python, [script, dialect.rawValue], input: .written, errors: .discarded)
  }

  func answer(_ query: SQLQuery, after statements: [String]) throws -> [[Value]] {
    let times = query.columns.filter { $0.type == .time }.map(\.name)
    let request = try JSONEncoder().encode(Request(statements: statements, query: query.text, times: times))
    try process.write(String(decoding: request, as: UTF8.self) + "\n")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(try process.line().utf8))
    guard let rows = answer.rows else { throw DatabaseFailure(description: answer.error ?? "no answer") }
    return rows.map { row in zip(row, query.columns).map { AnswerText.value($0, $1.type) } }
  }
}

/// PostgreSQL through psql, with a session zone on which nothing may depend.
final class PostgresDatabase: TestDatabase {
  let dialect = SQLDialect.postgresql
  private let server: TestServer

  init() throws { server = try TestServer() }

  func answer(_ query: SQLQuery, after statements: [String]) throws -> [[Value]] {
    let names = query.columns.map { column in
      let name = "\"" + column.name.replacing("\"", with: "\"\"") + "\""
      return column.type == .time ? "(extract(epoch from \(name)) * 1000000)::bigint" : name
    }
    let script =
      "set timezone = 'America/New_York';\n" + statements.map { $0 + ";\n" }.joined()
      + "copy (select \(names.joined(separator: ", ")) from (\n\(query.text)\n) as answer order by 1) to stdout;\n"
    let text = try psql(script)
    return text.split(separator: "\n").map { line in
      zip(line.split(separator: "\t", omittingEmptySubsequences: false), query.columns).map { cell, column in
        AnswerText.value(cell == "\\N" ? nil : AnswerText.unescaped(cell), column.type)
      }
    }
  }

  private func psql(_ script: String) throws -> String {
    let words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.address, "-f", "-"]
    let outcome = try ChildProcess.run("psql", words, input: .text(script))
    guard outcome.status == 0 else { throw DatabaseFailure(description: outcome.errors) }
    return outcome.output
  }
}

/// The text of an answer's cell as a value.
enum AnswerText {
  static func value(_ text: String?, _ type: ValueType) -> Value {
    guard let text else { return .missing(.absent) }
    switch type {
    case .money: return Money(text: text).map { .money($0.tenThousandths) } ?? .text(text)
    case .number, .percent: return Double(text).map { .number($0) } ?? .text(text)
    case .integer: return Int64(text).map { .integer($0) } ?? .text(text)
    case .duration: return Int64(text).map { .duration($0) } ?? .text(text)
    case .time: return Int64(text).map { .time($0) } ?? .text(text)
    case .flag: return .flag(text == "t")
    default: return .text(text)
    }
  }

  /// Of COPY's text format.
  static func unescaped(_ cell: Substring) -> String {
    guard cell.contains("\\") else { return String(cell) }
    var result = ""
    var isEscaped = false
    for scalar in cell.unicodeScalars {
      if isEscaped {
        let meant: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "t": "\t", "r": "\r", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}"]
        result.unicodeScalars.append(meant[scalar] ?? scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

enum TestFolder {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
  static let cases = folder.appending(path: "Cases")
}
