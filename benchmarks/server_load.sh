#!/usr/bin/env bash
# Loads a server of one model, beside the model in process: server_load.sh MODEL FORMAT BATCH [SECONDS [ROUNDS [OPTION OF SERVE...]]]
# MODEL is a bundle, FORMAT png, jpeg or bmp. A line of JSON a measurement on stdout; see ServerLoad. Build first: see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=$1
format=$2
batch=$3
seconds=${4:-5}
rounds=${5:-3}
shift $(($# < 5 ? $# : 5))
port=8077
[ -s "$here/target/classpath" ] || {
  echo "build first: mvn -B -q -Pbenchmarks -pl benchmarks -am package -DskipTests" >&2
  exit 2
}
state=$(mktemp -d)
PATCHDROP_LOG_LEVEL=WARN "$here/../patchdrop" serve --model "$model" --port $port --batch "$batch" --state "$state" "$@" >&2 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$state"' EXIT
until curl -sf http://127.0.0.1:$port/health/ready >/dev/null; do
  kill -0 $server
  sleep 0.2
done
java -cp "$here/target/classes:$(cat "$here/target/classpath")" io.patchdrop.benchmarks.ServerLoad \
  "$model" http://127.0.0.1:$port "$format" "$batch" "$seconds" "$rounds"
