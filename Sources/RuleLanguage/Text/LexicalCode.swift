import Diagnostics

extension DiagnosticCode {
  static let notUTF8 = DiagnosticCode("E0001", "a file is not UTF-8")
  static let unexpectedCharacter = DiagnosticCode("E0002", "a character that means nothing here")
  static let curlyQuote = DiagnosticCode("E0003", "a quote from a word processor")
  static let unclosedString = DiagnosticCode("E0004", "a text that is never closed")
  static let unknownEscape = DiagnosticCode("E0005", "an escape that does not exist")
  static let invisibleCharacter = DiagnosticCode("E0006", "a character that cannot be seen")
  static let malformedNumber = DiagnosticCode("E0007", "a number that is none")
  static let fileTooLarge = DiagnosticCode("E0008", "a file that is too large")
  static let tab = DiagnosticCode("E0009", "a tab")
}
