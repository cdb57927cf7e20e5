#!/usr/bin/env bash
# Runs JMH with its own options: run.sh TrainingStep -i 10. Build first: see README.md.
set -euo pipefail

target=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/target
[ -s "$target/classpath" ] || {
  echo "build first: mvn -B -q -Pbenchmarks -pl benchmarks -am package -DskipTests" >&2
  exit 2
}
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
exec java -cp "$target/classes:$(cat "$target/classpath")" org.openjdk.jmh.Main "$@"
