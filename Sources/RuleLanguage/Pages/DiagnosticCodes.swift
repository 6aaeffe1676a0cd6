public import Diagnostics

/// Every code there is, for `explain`, the pages and the tests.
public enum DiagnosticCodes {
  public static let all: [DiagnosticCode] = errors + LintCode.all

  static let errors: [DiagnosticCode] = [
    .notUTF8, .unexpectedCharacter, .curlyQuote, .unclosedString, .unknownEscape, .invisibleCharacter,
    .malformedNumber, .fileTooLarge, .tab, .unexpectedToken, .cutOff, .unknownDeclaration, .unclosedDeclaration,
    .tooDeep, .assignInCondition, .chainedComparison, .unknownProperty, .duplicateProperty, .misplacedPackage,
    .clauseOrder, .longSequence, .bareKeys, .looseStep, .foreignHabit, .duplicateSchema, .duplicateField, .unknownType,
    .unknownCurrency,
    .unknownRecord, .unknownSchema, .unknownField, .noTime, .misplacedFloats, .badDefault, .badRemainingColumns,
    .reservedName, .emptyDeclaration, .duplicateIdentity, .misplacedPlace, .unknownName, .duplicateName,
    .cyclicDefinition, .unknownPackage, .unknownUsedSchema, .noSchemaUsed, .brokenSchema, .unknownFunction,
    .unknownMember, .noSuchList, .ambiguousElement, .notAValue, .noPackage, .duplicatePackage, .unknownBaseline,
    .unknownZone, .unknownMonth, .missingListFile, .listVersion, .badListMember, .importedTwice, .mixedArithmetic,
    .mixedComparison, .mixedCurrencies, .notAFlag, .wrongArgument, .argumentCount, .notAQuantity, .unordered,
    .keyAndNumber, .differentBranches, .divisionByZero, .unguardedDivisor, .calendarArithmetic, .literalOutOfRange,
    .declaredType, .badDate, .notConstant, .expansionTooLarge, .bareUnit, .unknownValueType, .noWindow,
    .noTimeToWindow, .windowInWindow, .badKey, .cannotAggregate, .unboundedState, .badLength, .badRequirement,
    .excludesItself, .misplacedClause, .labelTooEarly, .windowInElement, .unknownCalendarUnit, .listsTooDeep,
    .featuresTooDeep, .duplicateClause, .badShare, .bandGap, .bandOverlap, .badBand, .badRange, .matchWithoutElse, .matchedTwice,
    .noCondition,
    .duplicateRule, .unknownPropertyValue, .badScheme, .fraudWithoutScheme, .scoreNotPercent, .lossNotMoney, .badHole,
    .badFormat, .unclosedHole, .emptyHole, .modelVotes, .modelFeature, .tooManyRules, .retiredId, .unknownRule,
    .testValue, .unknownOutcome, .outcomeProperty, .duplicateTestField, .badTimeline, .emptySuppression,
  ]
}
