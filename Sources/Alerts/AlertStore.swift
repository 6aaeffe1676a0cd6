public import Records

/// What came of storing a batch.
public struct StoredCounts: Hashable, Sendable {
  /// Alerts that were not there before.
  public var added: Int
  /// Sightings that said something new of an alert that was there.
  public var updated: Int
  /// Sightings that were there already.
  public var known: Int

  public init(added: Int = 0, updated: Int = 0, known: Int = 0) {
    (self.added, self.updated, self.known) = (added, updated, known)
  }
}

/// What came of a verdict.
public struct JudgedCounts: Hashable, Sendable {
  public var changed: Int
  /// Alerts on which the same verdict held already: nothing is written.
  public var unchanged: Int

  public init(changed: Int = 0, unchanged: Int = 0) { (self.changed, self.unchanged) = (changed, unchanged) }
}

/// Keeps alerts and what becomes of them. Nothing of it is ever changed or removed but an alert's standing and old checkpoints.
///
/// One owner at a time; each call is all or nothing, also where the machine loses its power in the middle. No call reads a clock.
public protocol AlertStore: AnyObject {
  /// Stores sightings and, with them in one step, how far their follower has come. Storing again changes nothing.
  ///
  /// - checkpoint: its sequence is above that of the last of its name; else `.outdated`, and nothing is stored.
  func store(_ sightings: [Sighting], checkpoint: Checkpoint?, at now: Instant) throws(AlertError) -> StoredCounts

  func alerts(_ query: AlertQuery, at now: Instant) throws(AlertError) -> [Alert]
  /// What a query without a page would find.
  func count(_ filter: AlertFilter, at now: Instant) throws(AlertError) -> Int
  /// The alerts whose keys begin so, by key; at most so many.
  func alerts(withPrefix prefix: String, limit: Int, at now: Instant) throws(AlertError) -> [Alert]
  func history(ofAlert key: String) throws(AlertError) -> AlertHistory

  func cases(_ query: CaseQuery, at now: Instant) throws(AlertError) -> [AlertCase]
  /// The cases whose keys begin so, by key; at most so many.
  func caseIdentities(withPrefix prefix: String, limit: Int) throws(AlertError) -> [CaseIdentity]

  /// - keys: of alerts; one that is not there is `.unknown`, and nothing is written.
  func judge(_ keys: [String], _ verdict: AlertVerdict) throws(AlertError) -> JudgedCounts
  /// The verdicts that hold, by source, scheme and record.
  ///
  /// - source: nil for all of them.
  func verdicts(ofSource source: String?) throws(AlertError) -> [RecordVerdict]

  /// Answers with the suppression's id.
  func suppress(_ suppression: Suppression) throws(AlertError) -> Int
  func endSuppression(_ id: Int, _ ending: Suppression.Ending) throws(AlertError)
  /// In the order in which they were made.
  func suppressions() throws(AlertError) -> [Suppression]

  /// The last two of a name, the newest first; whether they are sound is for the reader to ask.
  func checkpoints(named name: String) throws(AlertError) -> [Checkpoint]
  func checkpointNames() throws(AlertError) -> [String]
  /// Names of the sources that alerts are about, in order.
  func sources() throws(AlertError) -> [String]
}
