public import Alerts

extension SQLiteAlertStore {
  /// What is not sound among the alerts, a sentence each: rows that do not follow what they are about, checkpoints that are not what was written.
  public func problems() throws(AlertError) -> [String] {
    var problems: [String] = []
    let astray = try reading { () throws(StoreError) in
      try database.rows(
        """
        SELECT count(*) FROM alert AS a LEFT JOIN sighting AS s ON s.id = a.sighting
        WHERE s.id IS NULL OR s.alert <> a.id OR s.case_id <> a.case_id OR s.at IS NOT a.at OR s.entity IS NOT a.entity
          OR s.severity <> a.severity OR s.score <> a.score OR s.rules <> a.rules OR s.loss IS NOT a.loss OR s.currency <> a.currency
          OR a.status <> coalesce((SELECT ruling FROM alert_verdict WHERE alert = a.id ORDER BY id DESC LIMIT 1), 'open')
        """
      ) { row throws(StoreError) in try row.int(0) }[0]
    }
    if astray > 0 { problems.append("\(astray) alerts do not say what was last said or decided of them") }
    for name in try checkpointNames() { problems += Checkpoint.problems(of: try checkpoints(named: name)) }
    return problems
  }
}
