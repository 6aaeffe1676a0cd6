public import Records

/// Compressed bytes made plain, told by how they begin and not by a file's name.
public enum Decompression {
  /// The source itself where it is not compressed.
  public static func plain(_ bytes: any ByteSource, name: String) throws(SourceError) -> any ByteSource {
    let peeked = PeekedBytes(bytes)
    let start = try peeked.peek(count: 4)
    if start.starts(with: [0x1F, 0x8B]) { return try GzipBytes(peeked, name: name) }
    if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return try ZstdBytes(peeked, name: name) }
    if start.starts(with: Array("BZh".utf8)) || start.starts(with: [0xFD, 0x37, 0x7A, 0x58]) {
      throw SourceError(.badCompression, source: name, "bzip2 and xz are not read; recompress the file with gzip or zstd")
    }
    return peeked
  }
}
