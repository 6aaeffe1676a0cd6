public import Alerts
import PostgresLink

extension PostgresAlertStore {
  /// What is not sound among the alerts, a sentence each: rows that do not follow what they are about, checkpoints that are not what was
  /// written.
  public func problems() throws(AlertError) -> [String] {
    var problems: [String] = []
    let astray = try reading { link throws(ServerFailure) in
      try link.ask(
        """
        SELECT count(*) FROM alert AS a LEFT JOIN sighting AS s ON s.id = a.sighting
        WHERE s.id IS NULL OR s.alert <> a.id
          OR (s.case_id, s.at, s.entity, s.severity, s.score, s.rules, s.loss, s.currency) IS DISTINCT FROM
            (a.case_id, a.at, a.entity, a.severity, a.score, a.rules, a.loss, a.currency)
          OR a.status <> coalesce((SELECT ruling FROM alert_verdict WHERE alert = a.id ORDER BY id DESC LIMIT 1), 'open')
        """
      ).int(0, 0)
    }
    if astray > 0 { problems.append("\(astray) alerts do not say what was last said or decided of them") }
    for name in try checkpointNames() { problems += Checkpoint.problems(of: try checkpoints(named: name)) }
    return problems
  }
}
