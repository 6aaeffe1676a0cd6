import Glibc

/// What a file's name leads to at this moment.
struct FoundFile {
  var path: String
  var identity: FileIdentity
  var size: Int64
  /// Microseconds since 1970, on the clock of the file's system.
  var changed: Int64

  /// Nil where there is no regular file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    (self.path, identity) = (path, FileIdentity(status))
    (size, changed) = (Int64(status.st_size), status.changed)
  }

  /// All in the folder of a file, that one first.
  static func around(_ path: String) -> [FoundFile] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    guard let handle = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(folder + name)
    }
    return ([path] + names.sorted().filter { $0 != path }).compactMap(FoundFile.init)
  }
}

extension stat {
  /// Microseconds since 1970.
  var changed: Int64 { Int64(st_mtim.tv_sec) &* 1_000_000 &+ Int64(st_mtim.tv_nsec) / 1000 }
}
