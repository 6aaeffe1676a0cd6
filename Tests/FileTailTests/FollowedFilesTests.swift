import CSVSource
import FileTail
import Foundation
import JSONSource
import Records
import TestSupport
import Testing

/// Files that are written, rotated, renamed, truncated and replaced while they are read, and while nobody reads them.
@Suite struct FollowedFilesTests {
  // MARK: one file

  @Test func rowsComeAsTheyAreWhole() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    #expect(try reader.rows() == [])
    try place.append("orders.csv", "id,na")
    #expect(try reader.rows() == [])
    try place.append("orders.csv", "me\n1,a\n2,")
    #expect(try reader.rows() == ["1 1 a"])
    try place.append("orders.csv", "b\n")
    #expect(try reader.rows() == ["2 2 b"])
    #expect(reader.notices == [])
  }

  @Test func aRenamedFileIsReadToItsEndBeforeTheNext() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    #expect(try reader.rows() == ["1 1 a"])
    try place.append("orders.csv", "2,b\n3,c")
    try place.move("orders.csv", "orders.csv.1")
    try place.append("orders.csv", "name,id\nd,4\n")
    // Columns may be others, and a last row needs no end where another file follows.
    #expect(try reader.settledRows() == ["2 2 b", "3 3 c", "4 4 d"])
    #expect(reader.notices.count == 1 && reader.notices[0].hasSuffix("orders.csv goes on with another file, after row 3"))
  }

  @Test func aWriterWhoIsLateIsStillHeard() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    _ = try reader.rows()
    try place.move("orders.csv", "orders.csv.1")
    try place.append("orders.csv", "id,name\n2,b\n")
    #expect(try reader.settledRows() == ["2 2 b"])
    try place.append("orders.csv.1", "3,c\n")
    #expect(try reader.settledRows() == ["3 3 c"])
    try place.append("orders.csv", "4,d\n")
    #expect(try reader.settledRows() == ["4 4 d"])
  }

  @Test func aTruncatedFileBeginsAnew() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n2,b\n")
    _ = try reader.rows()
    try place.truncate("orders.csv")
    try place.append("orders.csv", "id,name\n3,c\n")
    #expect(try reader.rows() == ["3 3 c"])
    #expect(reader.notices == ["orders.csv was truncated or written over; it is read again from its beginning"])
  }

  @Test func aFileThatGrewBeyondWhereItWasTruncatedIsToldByItsBytes() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    _ = try reader.rows()
    try place.truncate("orders.csv")
    try place.append("orders.csv", "id,name\n3,c\n4,d\n5,e\n")
    #expect(try reader.rows() == ["2 3 c", "3 4 d", "4 5 e"])
  }

  @Test func aProgramThatGoesOnWithoutAHeaderIsUnderstood() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    _ = try reader.rows()
    try place.truncate("orders.csv")
    try place.append("orders.csv", "2,b\n3,c\n")
    #expect(try reader.rows() == ["2 2 b", "3 3 c"])
    #expect(reader.notices.last == "orders.csv begins without a header, and is read with the one before")
    // Also by whoever goes on later.
    let later = place.reader("orders.csv", from: try reader.place())
    try place.append("orders.csv", "4,d\n")
    #expect(try later.rows() == ["4 4 d"])
  }

  @Test func aHeaderThatFitsNothingPassesTheFileOver() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    _ = try reader.rows()
    try place.append("new.csv", "number,word,more\n2,b,c\n")
    try place.move("new.csv", "orders.csv")
    #expect(try reader.settledRows() == [])
    #expect(reader.notices.contains { $0.contains("the file is passed over until it is another") })
    try place.append("new.csv", "id,name\n3,c\n")
    try place.move("new.csv", "orders.csv")
    #expect(try reader.settledRows() == ["2 3 c"])
  }

  @Test func aRemovedFileIsWaitedFor() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    _ = try reader.rows()
    try place.remove("orders.csv")
    #expect(try reader.settledRows() == [])
    try place.append("orders.csv", "id,name\n2,b\n")
    #expect(try reader.settledRows() == ["2 2 b"])
  }

  // MARK: going on later

  @Test func whoGoesOnReadsTheRotatedFilesFirst() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n2,")
    _ = try reader.rows()
    let kept = try reader.place()
    try place.append("orders.csv", "b\n3,c\n")
    try place.move("orders.csv", "orders.csv.2")
    try place.append("orders.csv", "id,name\n4,d\n")
    try place.move("orders.csv", "orders.csv.1")
    try place.append("orders.csv", "id,name\n5,e\n")
    let later = place.reader("orders.csv", from: kept)
    #expect(try later.settledRows() == ["2 2 b", "3 3 c", "4 4 d", "5 5 e"])
    // And nothing of it again.
    let last = place.reader("orders.csv", from: try later.place())
    #expect(try last.settledRows() == [])
  }

  @Test func whatIsGoneIsSaid() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n")
    _ = try reader.rows()
    let kept = try reader.place()
    try place.remove("orders.csv")
    try place.append("orders.csv", "id,name\n9,z\n")
    let later = place.reader("orders.csv", from: kept)
    #expect(try later.settledRows() == ["2 9 z"])
    #expect(later.losses == 1)
  }

  @Test func aRemainderIsReadAgain() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.csv")
    try place.append("orders.csv", "id,name\n1,a\n2,b")
    #expect(try reader.rows() == ["1 1 a"])
    #expect(try reader.remainder() == ["2 2 b"])
    let later = place.reader("orders.csv", from: try reader.place())
    try place.append("orders.csv", "bb\n")
    #expect(try later.rows() == ["2 2 bbb"])
  }

  // MARK: several files

  @Test func aFolderIsReadInTheOrderOfItsNames() throws {
    let place = try TailFolder()
    let reader = place.reader(nil)
    try place.append("2026-01.csv", "id,name\n1,a\n")
    try place.append("2026-03.csv", "id,name\n3,c\n")
    try place.append("2026-02.csv", "id,name\n2,b\n")
    #expect(try reader.settledRows() == ["1 1 a", "2 2 b", "3 3 c"])
    try place.append("2026-01.csv", "4,d\n")
    #expect(try reader.settledRows() == ["4 4 d"])
    let later = place.reader(nil, from: try reader.place())
    try place.append("2026-03.csv", "5,e\n")
    try place.append("2026-04.csv", "id,name\n6,f\n")
    #expect(try later.settledRows() == ["5 5 e", "6 6 f"])
  }

  /// As where a system gives the number of a file that was removed to the next one, which is as long.
  @Test func anotherFileOfTheSameNumberAndLengthIsReadWhole() throws {
    let place = try TailFolder()
    let reader = place.reader(nil)
    try place.append("a.csv", "id,name\n1,one\n")
    #expect(try reader.settledRows() == ["1 1 one"])
    try place.append("b.csv", "id,name\n2,two\n")
    #expect(try reader.settledRows() == ["2 2 two"])
    try place.move("a.csv", "c.csv")
    try place.truncate("c.csv")
    try place.append("c.csv", "id,name\n3,six\n")
    #expect(try reader.settledRows() == ["3 3 six"])
    #expect(reader.notices == [])
    // One that is only called otherwise is not read again, and says once what was written over in its place.
    try place.move("b.csv", "d.csv")
    #expect(try reader.settledRows() == [])
    try place.truncate("d.csv")
    try place.append("d.csv", "id,name\n4,ten\n5,few\n")
    #expect(try reader.settledRows() == ["4 4 ten", "5 5 few"])
    #expect(reader.notices.first == "d.csv was written over; it is read again from its beginning" && reader.notices.count == 2)
  }

  @Test func jsonLinesAreFollowedToo() throws {
    let place = try TailFolder()
    let reader = place.reader("orders.jsonl")
    try place.append("orders.jsonl", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,")
    #expect(try reader.rows() == ["1 1 a"])
    let later = place.reader("orders.jsonl", from: try reader.place())
    try place.append("orders.jsonl", "\"name\":\"b\"}\n")
    #expect(try later.rows() == ["2 2 b"])
    #expect(try reader.rows() == ["2 2 b"])
  }

  @Test func whatIsNoPlaceIsRefused() throws {
    let place = try TailFolder()
    for bytes in ["", "{}", "{\"row\":-1}", "null"] {
      #expect(throws: SourceError.self) { try place.source("orders.csv").resume(at: Array(bytes.utf8)) }
    }
  }
}
