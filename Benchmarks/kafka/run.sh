#!/bin/bash
# How many small messages a second one thread takes from Kafka. The brokers are librdkafka's mock cluster in the same process, so its work
# and that of librdkafka's own threads is on the same machine; a real broker elsewhere is another matter.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=${SCRATCH:-.build}
swift build -c release --product kafka-benchmark --scratch-path "$scratch" 2>&1 | tail -1
"$scratch/release/kafka-benchmark" "${1:-1000000}"
