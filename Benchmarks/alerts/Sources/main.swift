import Foundation

// How long it takes to store alerts; see run.sh.
guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]) else { exit(64) }
try StoringTrial(place: CommandLine.arguments[1], count: count).run()
