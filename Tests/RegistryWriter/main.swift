import Glibc

// A program that registers one model after the other, or stores one batch of alerts after the other, until somebody ends it.
switch CommandLine.arguments.count {
case 2: writeForEver(CommandLine.arguments[1])
case 3 where CommandLine.arguments[2] == "alerts": storeForEver(CommandLine.arguments[1])
default: exit(64)
}
