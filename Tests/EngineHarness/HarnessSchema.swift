import Diagnostics
import Records
import RuleLanguage

/// A schema that pairs are about. Each lacks something that the others have; each has a field of nearly every type.
struct HarnessSchema: Sendable {
  let text: String
  let schema: Schema

  init(_ text: String) {
    let file = SchemaFile(SourceText(path: "harness.schema", text: text))
    precondition(file.schemas.count == 1, "\(file.diagnostics.map(\.message))")
    (self.text, schema) = (text, file.schemas[0])
  }

  static let all = [orders, transfers, events, parcels, visits]

  /// With an id, a label, and a list.
  static let orders = HarnessSchema(
    """
    schema orders {
      id        id
      at        time
      rep       key       required
      customer  key
      region    key       default "North"
      name      text
      online    flag
      list      money
      charged   money     required
      abroad    money EUR
      share_off percent
      weight    number
      factor    number
      pieces    integer
      serial    integer
      wait      duration
      due       time
      label fraud flag known after 7d
      lines     [line]
    }

    record line {
      product   key
      quantity  integer
      price     money
      rebate    percent
      weight    number
      note      text
      gift      flag
      packing   duration
      made      time
    }

    """)

  /// Without an id, first of all in another currency, with two labels.
  static let transfers = HarnessSchema(
    """
    schema transfers {
      booked    time
      account   key       required
      partner   key       missing "n/a"
      branch    integer
      amount    money EUR
      fee       money EUR
      dollars   money
      ratio     percent
      weight    number
      units     integer
      pause     duration
      purpose   text
      manual    flag
      valued    time
      label chargeback flag known after 36h
      label damage money EUR known after 36h
      parts     [part]
    }

    record part {
      kind      key
      share_of  percent
      sum_of    money EUR
      tax       money
      count_of  integer
      level     number
      remark    text
      isFixed   flag
      due       time
      lasting   duration
    }

    """)

  /// Without a time.
  static let events = HarnessSchema(
    """
    schema events {
      time sequence
      tag       id
      kind      key
      place     key
      amount    money
      quota     percent
      level     number
      tries     integer
      took      duration
      seen      time
      words     text
      alert     flag
      steps     [step]
    }

    record step {
      actor     key
      cost      money
      score_of  number
      tries     integer
      took      duration
      passed    flag
      reason    text
    }

    """)

  /// With three lists, two of them of one kind of element.
  static let parcels = HarnessSchema(
    """
    schema parcels {
      code      id
      at        time
      sender    key       required
      carrier   key
      town      text
      worth     money CHF
      insured   money CHF
      duty      money
      discount  percent
      weight    number
      pieces    integer
      travelled duration
      promised  time
      fragile   flag
      sent      [item]
      lost      [item]
      stops     [stop]
    }

    record item {
      product   key
      quantity  integer
      price     money CHF
      weight    number
      note      text
      glass     flag
    }

    record stop {
      depot     key
      arrived   time
      stay      duration
      fill      percent
      scans     integer
      toll      money
    }

    """)

  /// Without an id, a time, and a list.
  static let visits = HarnessSchema(
    """
    schema visits {
      time sequence
      visitor   key       required
      campaign  key
      page      text
      stay      duration
      bounced   flag      default "false"
      clicks    integer
      spent     money CHF
      depth     percent
      speed     number
      began     time
    }

    """)
}
