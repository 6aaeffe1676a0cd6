import Alerts
import Monitor
import PostgresStore

/// A monitor's memory in the database where its alerts are, so that another machine can go on with it.
final class SharedStates: StateKeeper {
  private let store: PostgresAlertStore
  private let name: String
  private let reach: (MonitorPoint) -> Void

  init(_ store: PostgresAlertStore, name: String, reach: @escaping (MonitorPoint) -> Void) {
    (self.store, self.name, self.reach) = (store, name, reach)
  }

  func save(_ bytes: [UInt8], as number: Int64, digest: String) throws(DeliveryFailure) {
    reach(.beforeRename)
    do throws(AlertError) { try store.saveState(bytes, of: name, as: number, digest: digest) } catch {
      throw DeliveryFailure(error)
    }
    reach(.afterRename)
  }

  func load(_ number: Int64, digest: String) throws(DeliveryFailure) -> [UInt8]? {
    do throws(AlertError) { return try store.state(of: name, number, digest: digest) } catch { throw DeliveryFailure(error) }
  }

  func removeAll(except kept: Set<Int64>) {
    // What is left over goes the next time.
    try? store.removeStates(of: name, except: kept)
  }
}
