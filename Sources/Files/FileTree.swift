import Glibc
public import Records

/// What is on the disk: names, folders, whole small files.
public enum FileTree {
  /// The files that a path or a pattern names, in name order; empty where there are none.
  public static func files(matching pattern: String) -> [String] {
    if exists(pattern) { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }.filter { !isFolder($0) }
      .sorted()
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  public static func isFolder(_ path: String) -> Bool { status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

  /// Bytes of a regular file; nil of anything else.
  public static func byteCount(_ path: String) -> Int64? {
    status(path).flatMap { $0.st_mode & S_IFMT == S_IFREG ? Int64($0.st_size) : nil }
  }

  /// Names in a folder, in order, without the hidden ones.
  public static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  public static func contents(_ path: String) throws(SourceError) -> [UInt8] {
    let file = try FileBytes(path: path)
    var result: [UInt8] = []
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try file.read(into: chunk)
      if count == 0 { return result }
      result.append(contentsOf: chunk[..<count])
    }
  }

  /// Nothing where there is no such file.
  public static func remove(_ path: String) throws(SourceError) {
    if unlink(path) != 0, errno != ENOENT { throw OutputFile.failure(errno, path) }
  }

  private static func status(_ path: String) -> stat? {
    var result = stat()
    return stat(path, &result) == 0 ? result : nil
  }
}
