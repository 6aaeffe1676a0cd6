import Diagnostics

extension DiagnosticCode {
  static let duplicateSchema = DiagnosticCode("E0100", "two declarations with one name")
  static let duplicateField = DiagnosticCode("E0101", "two fields with one name")
  static let unknownType = DiagnosticCode("E0102", "no such type")
  static let unknownCurrency = DiagnosticCode("E0103", "no such currency")
  static let unknownRecord = DiagnosticCode("E0104", "no such record")
  static let unknownSchema = DiagnosticCode("E0105", "no such schema")
  static let unknownField = DiagnosticCode("E0106", "no such field")
  static let noTime = DiagnosticCode("E0107", "a schema without a time")
  static let misplacedFloats = DiagnosticCode("E0108", "`floats` where there is no money")
  static let badDefault = DiagnosticCode("E0109", "a default of another type")
  static let badRemainingColumns = DiagnosticCode("E0110", "columns that cannot make a list")
  static let reservedName = DiagnosticCode("E0111", "a name that the language keeps for itself")
  static let emptyDeclaration = DiagnosticCode("E0113", "a declaration without fields")
  static let duplicateIdentity = DiagnosticCode("E0114", "two identities")
  static let misplacedPlace = DiagnosticCode("E0115", "a place that this field cannot have")
}
