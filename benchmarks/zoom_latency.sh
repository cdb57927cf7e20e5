#!/usr/bin/env bash
# A scene from a server that answers late, its chips together and one at a time: zoom_latency.sh [ROUNDS [MODEL]]
# 256 scenes, 50 ms. Prints a line of JSON a measurement, then medians (needs Python 3). Build first: see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=${1:-5}
model=${2:-$here/../models/scenes.patchdrop}
[ -s "$here/target/classpath" ] || {
  echo "build first: mvn -B -q -Pbenchmarks -pl benchmarks -am package -DskipTests" >&2
  exit 2
}
java -cp "$here/target/classes:$(cat "$here/target/classpath")" io.patchdrop.benchmarks.ZoomLatency "$model" 16 50 "$rounds" |
  tee /dev/stderr | python3 "$here/summarise_zoom.py"
