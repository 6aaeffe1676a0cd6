import Diagnostics

/// What a sound program may still do better. A lint's number is as stable as an error's.
enum LintCode {
  // Names.
  static let unusedDefinition = DiagnosticCode("L0001", "a definition that nothing uses")
  static let unusedLocal = DiagnosticCode("L0002", "a rule's definition that nothing uses")
  static let unusedPackage = DiagnosticCode("L0003", "a package that is used for nothing")
  static let shadowed = DiagnosticCode("L0004", "a name that hides another")
  static let nameStyle = DiagnosticCode("L0005", "a name in another style")
  static let packageAndFile = DiagnosticCode("L0006", "a package that is not named like its file")

  // Rules.
  static let contradiction = DiagnosticCode("L0010", "a condition that is never true")
  static let tautology = DiagnosticCode("L0011", "a condition that is always true")
  static let constantComparison = DiagnosticCode("L0012", "a comparison whose answer is known")
  static let covered = DiagnosticCode("L0013", "a rule that another one covers")
  static let duplicateCondition = DiagnosticCode("L0014", "two rules with one condition")
  static let untested = DiagnosticCode("L0015", "a rule without a test")
  static let noLegitExample = DiagnosticCode("L0016", "a rule without an example where it is silent")
  static let noFiringExample = DiagnosticCode("L0017", "a rule without an example where it fires")
  static let undocumented = DiagnosticCode("L0018", "a rule without a comment")
  static let noOwner = DiagnosticCode("L0019", "a live rule without an owner")
  static let noLoss = DiagnosticCode("L0020", "a vote for fraud without a loss")
  static let mutedReason = DiagnosticCode("L0021", "a reason that names no value")
  static let noVote = DiagnosticCode("L0022", "a rule that says nothing to anybody")
  static let titleStyle = DiagnosticCode("L0023", "a title that is none")

  // Expressions.
  static let moneyIsZero = DiagnosticCode("L0030", "money compared with zero by `==` or `!=`")
  static let exactComparison = DiagnosticCode("L0031", "an exact comparison of what was computed")
  static let comparedWithTrue = DiagnosticCode("L0032", "a condition compared with true or false")
  static let doubleNegation = DiagnosticCode("L0033", "a double negation")
  static let negatedComparison = DiagnosticCode("L0034", "a negated comparison")
  static let sameOnBothSides = DiagnosticCode("L0035", "the same on both sides")
  static let repeatedCondition = DiagnosticCode("L0036", "a condition that is repeated")
  static let constantFirst = DiagnosticCode("L0037", "a constant before what it is compared with")
  static let withoutEffect = DiagnosticCode("L0038", "arithmetic without effect")
  static let needlessParentheses = DiagnosticCode("L0039", "needless parentheses")
  static let decidedChoice = DiagnosticCode("L0040", "a choice that is none")
  static let needlessSubstitute = DiagnosticCode("L0041", "a substitute for what is never missing")
  static let neverMissing = DiagnosticCode("L0042", "a question whether something is missing that never is")
  static let listOrRange = DiagnosticCode("L0043", "a list of two numbers that looks like a range")
  static let caseNeverFits = DiagnosticCode("L0044", "a text that can never be equal")
  static let chainOfEquals = DiagnosticCode("L0045", "a chain of comparisons with one value")
  static let notAboutTheElement = DiagnosticCode("L0046", "a condition in a walk that is not about the element")

  // Windows, bands and lists.
  static let noRequirement = DiagnosticCode("L0050", "an aggregate over too little")
  static let scoresItself = DiagnosticCode("L0051", "a score that contains what it measures")
  static let openBands = DiagnosticCode("L0055", "bands that do not reach the ends")
  static let duplicateMember = DiagnosticCode("L0060", "a list's member that is given twice")
  static let emptyList = DiagnosticCode("L0061", "an empty list")

  // Suppressions of lints.
  static let idleSuppression = DiagnosticCode("L0080", "a suppression that suppresses nothing")
  static let unreasonedSuppression = DiagnosticCode("L0081", "a suppression without a reason")

  static let all: [DiagnosticCode] = [
    unusedDefinition, unusedLocal, unusedPackage, shadowed, nameStyle, packageAndFile, contradiction, tautology,
    constantComparison, covered, duplicateCondition, untested, noLegitExample, noFiringExample, undocumented, noOwner, noLoss,
    mutedReason, noVote, titleStyle, moneyIsZero, exactComparison, comparedWithTrue, doubleNegation, negatedComparison,
    sameOnBothSides, repeatedCondition, constantFirst, withoutEffect, needlessParentheses, decidedChoice, needlessSubstitute,
    neverMissing, listOrRange, caseNeverFits, chainOfEquals, notAboutTheElement, noRequirement, scoresItself, openBands,
    duplicateMember,
    emptyList, idleSuppression, unreasonedSuppression,
  ]
}
