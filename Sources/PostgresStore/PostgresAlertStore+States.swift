public import Alerts
import PostgresLink

extension StoreStep {
  /// What monitors remember, in pieces, each under its number and digest: another monitor that has been overtaken writes beside it.
  static let stateTables = """
    CREATE TABLE monitor_state (
      name text COLLATE "C" NOT NULL CHECK (name <> ''),
      sequence bigint NOT NULL,
      digest text COLLATE "C" NOT NULL,
      piece bigint NOT NULL CHECK (piece >= 0),
      bytes bytea NOT NULL,
      PRIMARY KEY (name, sequence, digest, piece)
    );
    ALTER TABLE monitor_state ALTER bytes SET STORAGE EXTERNAL;

    """
}

/// Monitors' memory, where those on other machines find it.
extension PostgresAlertStore {
  /// A server takes no value of a gigabyte, and holds each several times over while it comes.
  private static let pieceMax = 4 << 20

  /// - digest: tells these bytes from others of the same number.
  public func saveState(_ bytes: [UInt8], of name: String, as sequence: Int64, digest: String) throws(AlertError) {
    try writing { link throws(Fault) in
      try asked { () throws(ServerFailure) in
        let key: [ServerValue] = [.said(name), .integer(sequence), .text(digest)]
        _ = try link.ask("DELETE FROM monitor_state WHERE name = $1 AND sequence = $2 AND digest = $3", key)
        for (piece, start) in stride(from: 0, to: bytes.count, by: PostgresAlertStore.pieceMax).enumerated() {
          let part = Array(bytes[start..<min(bytes.count, start + PostgresAlertStore.pieceMax)])
          _ = try link.ask(
            "INSERT INTO monitor_state (name, sequence, digest, piece, bytes) VALUES ($1, $2, $3, $4, $5)",
            key + [.integer(piece), .bytes(part)])
        }
      }
    }
  }

  /// Nil where there is none.
  public func state(of name: String, _ sequence: Int64, digest: String) throws(AlertError) -> [UInt8]? {
    try reading { link throws(ServerFailure) in
      let key: [ServerValue] = [.said(name), .integer(sequence), .text(digest)]
      let place = "FROM monitor_state WHERE name = $1 AND sequence = $2 AND digest = $3"
      let count = try link.ask("SELECT count(*) \(place)", key).int(0, 0)
      guard count > 0 else { return nil }
      var bytes: [UInt8] = []
      for piece in 0..<count {
        let answer = try link.ask("SELECT bytes \(place) AND piece = $4", key + [.integer(piece)])
        // A piece that is missing leaves the others unlike their digest.
        if answer.count > 0 { bytes += try answer.blob(0, 0) }
      }
      return bytes
    }
  }

  public func removeStates(of name: String, except kept: Set<Int64>) throws(AlertError) {
    try writing { link throws(Fault) in
      try asked { () throws(ServerFailure) in
        _ = try link.ask(
          "DELETE FROM monitor_state WHERE name = $1 AND sequence <> ALL ($2)",
          [.said(name), .integers(kept.sorted().map { $0 })])
      }
    }
  }
}
