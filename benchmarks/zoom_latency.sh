#!/usr/bin/env bash
# A scene from a server that answers late, its chips together and one at a time: zoom_latency.sh [ROUNDS [BATCH]]
# 256 built-in scenes, 50 ms; BATCH chips are side by side in the model (default: 128, as the command line has it). A line of
# JSON a measurement goes to stderr, medians to stdout. Needs Python 3. Build first: see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=${1:-5}
batch=${2:-128}
[ -s "$here/target/classpath" ] || {
  echo "build first: mvn -B -q -Pbenchmarks -pl benchmarks -am package -DskipTests" >&2
  exit 2
}
java -cp "$here/target/classes:$(cat "$here/target/classpath")" io.patchdrop.benchmarks.ZoomLatency \
  "$here/../models/scenes.patchdrop" 16 50 "$rounds" "$batch" |
  tee /dev/stderr | python3 "$here/summarise_zoom.py"
