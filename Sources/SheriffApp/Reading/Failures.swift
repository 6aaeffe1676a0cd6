import CommandLineKit
import Records

extension CommandFailure {
  /// A source's failure with the exit code of its kind.
  init(_ error: SourceError) {
    let code: ExitCode =
      switch error.code {
      case .notFound: .inputMissing
      case .unreadable, .unwritable: .inputOutput
      case .badCompression, .badHeader, .badSchema, .tooManyRejects: .badData
      case .badAddress: .usage
      case .unavailable: .unavailable
      case .internal: .internal
      }
    self.init(code, error.description, hints: error.isRetriable ? ["trying again may help"] : [])
  }
}

/// Runs a piece of work whose failures are a source's.
func reading<Result>(_ body: () throws(SourceError) -> Result) throws -> Result {
  do throws(SourceError) { return try body() } catch { throw CommandFailure(error) }
}
