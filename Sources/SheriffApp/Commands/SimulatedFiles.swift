import CommandLineKit
import Files
import Records
import Simulator

/// The options of a simulation as a command has them, beside the folder that all of them write to.
func simulationOptions<Options: NamedOptions>(_ type: Options.Type) -> [Option] {
  [Option("out", value: "DIR", "the folder to write to")] + Options.table.map { Option($0.name, value: $0.value, $0.help) }
}

/// What the caller gave of them.
func givenOptions<Options: NamedOptions>(_ invocation: Invocation, _ type: Options.Type) throws -> Options {
  var options = Options()
  do {
    for (name, _, _) in Options.table {
      if let text = invocation.text(name) { try options.set(name, text) }
    }
    try options.check()
  } catch {
    throw invocation.usage(error.description)
  }
  return options
}

/// The files of one simulation: all of them, or none.
struct SimulatedFiles<File: RawRepresentable<String> & Hashable> {
  private let files: [File: OutputFile]

  init(_ names: [File], in folder: String) throws {
    files = try reading { () throws(SourceError) in
      try OutputFile.makeFolder(folder)
      var files: [File: OutputFile] = [:]
      for name in names { files[name] = try OutputFile(path: "\(folder)/\(name.rawValue)") }
      return files
    }
  }

  func write(_ bytes: [UInt8], to file: File) throws { try reading { () throws(SourceError) in try files[file]?.write(bytes) } }

  func finish() throws { for file in files.values { try reading { () throws(SourceError) in try file.finish() } } }
}
