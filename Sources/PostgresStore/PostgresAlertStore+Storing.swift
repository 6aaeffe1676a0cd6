public import Alerts
import PostgresLink
public import Records

extension PostgresAlertStore {
  public func store(
    _ sightings: [Sighting], checkpoint: Checkpoint?, at now: Instant
  ) throws(AlertError) -> StoredCounts {
    for sighting in sightings { try sighting.check() }
    if let checkpoint {
      guard !checkpoint.name.isEmpty else { throw AlertError(.badValue, "a checkpoint has no name") }
      guard checkpoint.isSound else {
        throw AlertError(.badValue, "the checkpoint of `\(checkpoint.name)` does not fit its checksum")
      }
    }
    let batch = SightingBatch(sightings, at: now)
    return try following(checkpoint) { link throws(Fault) in
      if let checkpoint { try keep(checkpoint, now, link) }
      return try asked { () throws(ServerFailure) in
        // A transaction that is done anew begins with all of them.
        var batch = batch
        return try batch.write(link)
      }
    }
  }

  // MARK: checkpoints

  private func keep(_ checkpoint: Checkpoint, _ now: Instant, _ link: ServerLink) throws(Fault) {
    let name = ServerValue.said(checkpoint.name)
    let last = try asked { () throws(ServerFailure) in
      // Who follows the same source waits here, and then sees how far this one has come.
      _ = try link.ask(
        "SELECT pg_advisory_xact_lock(hashtextextended('sheriff alerts: checkpoint in ' || current_schema() || ' of ' || $1, 0))",
        [name])
      let answer = try link.ask(
        "SELECT sequence, checksum FROM checkpoint WHERE name = $1 ORDER BY sequence DESC LIMIT 1", [name])
      return try answer.rows { row throws(ServerFailure) in (try answer.integer(row, 0), try answer.text(row, 1)) }.first
    }
    if let (sequence, checksum) = last, sequence >= checkpoint.sequence {
      // The step that the server did not tell the end of was kept: this is the same again.
      if sequence == checkpoint.sequence, checksum == checkpoint.checksum, untold == checkpoint { return }
      throw .refusal(
        AlertError(
          .outdated, "`\(checkpoint.name)` has gone on to checkpoint \(sequence), and \(checkpoint.sequence) is not after it",
          advice: ["somebody else follows the same source; let one of them do it"]))
    }
    try asked { () throws(ServerFailure) in
      _ = try link.ask(
        "INSERT INTO checkpoint (name, sequence, stored, checksum, bytes) VALUES ($1, $2, $3, $4, $5)",
        [
          name, .integer(checkpoint.sequence), .integer(now.microseconds), .text(checkpoint.checksum), .bytes(checkpoint.bytes),
        ])
      _ = try link.ask(
        """
        DELETE FROM checkpoint WHERE name = $1 AND sequence < (
          SELECT sequence FROM checkpoint WHERE name = $1 ORDER BY sequence DESC LIMIT 1 OFFSET \(Checkpoint.keptMax - 1))
        """, [name])
    }
  }

  public func checkpoints(named name: String) throws(AlertError) -> [Checkpoint] {
    try reading { link throws(ServerFailure) in
      let answer = try link.ask(
        "SELECT sequence, bytes, checksum FROM checkpoint WHERE name = $1 ORDER BY sequence DESC LIMIT \(Checkpoint.keptMax)",
        [.said(name)])
      return try answer.rows { row throws(ServerFailure) in
        Checkpoint(
          name: name, sequence: try answer.integer(row, 0), bytes: try answer.blob(row, 1), checksum: try answer.text(row, 2))
      }
    }
  }

  public func checkpointNames() throws(AlertError) -> [String] {
    try reading { link throws(ServerFailure) in
      let answer = try link.ask("SELECT DISTINCT name FROM checkpoint ORDER BY name")
      return try answer.rows { row throws(ServerFailure) in try answer.said(row, 0) }
    }
  }
}
