import Records

/// One order as it will be written, with what is wrong with it.
struct SimulatedOrder {
  struct Line {
    var product: Int
    var quantity: Int
    /// In ten-thousandths, on the order's day.
    var price: Int64
    var cost: Int64
    var charged: Int64

    var list: Int64 { price * Int64(quantity) }

    /// A price that is altered before the till reads it: whatever share of it was charged is charged of the new one.
    mutating func lower(by lost: Int64) {
      let isWhole = charged == list
      charged = isWhole ? (price - lost) * Int64(quantity) : roundedQuotient(charged * ((price - lost) / 100), by: price / 100)
      price -= lost
    }
  }

  struct Fraud {
    var scheme: String
    var variant: String
    /// Padding: the value that was given away and hidden. Injection: the money that the record moves; 0 where none.
    var loss: Int64
  }

  var day: Int64
  var rep: String
  var customer: Company.Customer
  var lines: [Line]
  /// What the record says; honest orders say what their lines make.
  var count: Int
  var listOffset: Int64 = 0
  var costOffset: Int64 = 0
  var chargedOffset: Int64 = 0
  var age: Int?
  var hasBlanks = false
  var frauds: [Fraud] = []

  var list: Int64 { lines.reduce(0) { $0 + $1.list } + listOffset }
  var cost: Int64 { lines.reduce(0) { $0 + $1.cost * Int64($1.quantity) } + costOffset }
  var charged: Int64 { lines.reduce(0) { $0 + $1.charged } + chargedOffset }
}

/// `amount · millionths`, half-even to the ten-thousandth.
func part(_ amount: Int64, _ millionths: Int64) -> Int64 { roundedQuotient(amount * millionths, by: 1_000_000) }
