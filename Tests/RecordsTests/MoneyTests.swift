import Records
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    (Int64(16_874_950), "1687.4950"), (-1, "-0.0001"), (0, "0.0000"), (1 << 53, "900719925474.0992"),
  ])
  func writesFourPlaces(amount: Int64, text: String) { #expect(Money(tenThousandths: amount)?.description == text) }

  @Test func isBounded() {
    #expect(Money(tenThousandths: Money.magnitudeMax + 1) == nil)
    let largest = Money(unchecked: Money.magnitudeMax)
    #expect(largest.adding(Money(unchecked: 1)) == nil)
    #expect(largest.multiplied(by: 2) == nil)
    #expect(Money(unchecked: -Money.magnitudeMax).subtracting(Money(unchecked: 1)) == nil)
    #expect(Money(unchecked: 3).multiplied(by: .max) == nil)
    #expect(largest.subtracting(largest) == .zero)
  }

  @Test(arguments: [
    (Int64(12_345), 2, Int64(12_300)), (12_350, 2, 12_400), (12_450, 2, 12_400), (-12_350, 2, -12_400), (-12_450, 2, -12_400),
    (5_000, 0, 0), (15_000, 0, 20_000), (12_345, 4, 12_345),
  ])
  func roundsHalfEven(amount: Int64, places: Int, expected: Int64) {
    #expect(Money(unchecked: amount).rounded(places: places).tenThousandths == expected)
  }

  @Test(arguments: [
    (Int64(12_345_600), "USD", "$1,234.56"), (-5_000, "EUR", "-€0.50"), (12_345_600, "CHF", "1,234.56 CHF"),
    (9_999_999_950, "USD", "$1,000,000.00"), (-1, "USD", "$0.00"), (12_345_600, "JPY", "¥1,235"),
  ])
  func readsWellInACurrency(amount: Int64, code: String, text: String) throws {
    #expect(Money(unchecked: amount).text(in: try #require(Currency(code))) == text)
  }
}
