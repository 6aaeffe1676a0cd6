try KafkaBenchmark.run(messages: CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000)
