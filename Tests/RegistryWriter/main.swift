import Glibc

// A program that registers one model after the other, until somebody ends it.
guard CommandLine.arguments.count == 2 else { exit(64) }
writeForEver(CommandLine.arguments[1])
