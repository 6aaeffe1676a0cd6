import SheriffApp
import Records
import CSVSource
import Files
import Glibc
let path = CommandLine.arguments[2]
let wide = CommandLine.arguments[1] == "wide"
func f(_ n: String, _ t: FieldType, fs: Bool = false) -> Field { Field(name: n, type: t, isFloatSum: fs) }
let usd = Currency.usDollar
let schema: Schema
let mapping: SourceMapping
if wide {
  let fields: [(Field, [String])] = [(f("at", .time), ["date", "CurrentDatetime"]), (f("rep", .key), ["RepName"]), (f("customer", .key), ["CustId"]), (f("name", .text), ["Name"]), (f("state", .key), ["State"]), (f("region", .key), ["Region"]), (f("division", .key), ["Division"]), (f("age", .number), ["Age"]), (f("family", .number), ["AdditionalFamilyMembers"]), (f("count", .integer), ["ItemCount"]), (f("list", .money(usd), fs: true), ["ListPrice"]), (f("cost", .money(usd), fs: true), ["StandardCost"]), (f("charged", .money(usd), fs: true), ["ChargedPrice"]), (f("previous", .money(usd), fs: true), ["PreviousPrice"])]
  mapping = SourceMapping(kind: .columns, fields: fields.map { $0.1 }, lists: [.remainingColumns(nameField: 0, valueField: 1)])
  schema = Schema(name: "orders", fields: fields.map { $0.0 }, lists: [ListField(name: "lines", recordName: "line", fields: [f("product", .key), f("quantity", .integer)])], timeField: 0, mappings: [mapping])
} else {
  let fields: [Field] = [f("id", .identity), f("at", .time), f("rep", .key), f("customer", .key), f("region", .key), f("count", .integer), f("list", .money(usd)), f("cost", .money(usd)), f("charged", .money(usd))]
  mapping = SourceMapping(kind: .columns, fields: fields.map { [$0.name] })
  schema = Schema(name: "orders", fields: fields, timeField: 1, mappings: [mapping])
}
do {
  for mode in [true, false] {
    var t0 = timespec(); clock_gettime(CLOCK_MONOTONIC, &t0)
    let source = CSVSource(inputs: [SourceInput(name: path) { () throws(SourceError) in try FileBytes(path: path) }], schema: schema, mapping: mapping, symbols: SymbolTable(), usesRegularScanner: mode)
    var n = 0, r = 0
    var s: Int64 = 0
    while let b = try source.next() { n += b.count; r += b.rejects.count; for v in b.columns[6].money { s &+= v }; for v in b.columns[b.columns.count - 1].money { s &+= v }
      if let x = b.rejects.first { print(x) } }
    var t1 = timespec(); clock_gettime(CLOCK_MONOTONIC, &t1)
    let dt = Double(t1.tv_sec - t0.tv_sec) + Double(t1.tv_nsec - t0.tv_nsec) / 1e9
    print(mode, n, r, s, dt, "s", source.notices)
  }
} catch { print(error) }
