import PostgresLink

extension PostgresConnection {
  enum News { case none, notified, lost }

  /// Comes back when the server says something, or after so long.
  func waitForNews(milliseconds: Int) -> News {
    if link.takeNotifications() { return .notified }
    guard (try? link.wait(milliseconds: milliseconds)) != nil else { return .lost }
    return link.takeNotifications() ? .notified : .none
  }
}
