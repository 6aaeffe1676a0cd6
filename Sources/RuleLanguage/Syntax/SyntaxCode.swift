import Diagnostics

extension DiagnosticCode {
  static let unclosedDeclaration = DiagnosticCode("E0023", "a declaration that is never closed")
  static let tooDeep = DiagnosticCode("E0024", "expressions nested too deeply")
  static let assignInCondition = DiagnosticCode("E0025", "`=` where two values are compared")
  static let chainedComparison = DiagnosticCode("E0026", "a chain of comparisons")
  static let unknownProperty = DiagnosticCode("E0027", "no such property of a rule")
  static let duplicateProperty = DiagnosticCode("E0028", "a property that is given twice")
  static let misplacedPackage = DiagnosticCode("E0029", "a package that does not come first")
  static let clauseOrder = DiagnosticCode("E0031", "a window's clause in the wrong place")
  static let foreignHabit = DiagnosticCode("E0035", "a habit from another language")
  static let bareKeys = DiagnosticCode("E0033", "several keys without parentheses")
  static let looseStep = DiagnosticCode("E0034", "a step of a sequence without parentheses")
  static let longSequence = DiagnosticCode("E0032", "a sequence of more than two steps")
}
