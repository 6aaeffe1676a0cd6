import Glibc

// A service without work: it listens, tells its service manager how it fares, and ends when it is asked to.
exit(serve(Array(CommandLine.arguments.dropFirst())))
