#!/usr/bin/env bash
# A step of stage Pt as it is here and in the structure of the published code: compare_policy.sh [ROUNDS [JMH OPTIONS...]]
# Needs Python 3 for the summary. Build first: see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=${1:-5}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export OMP_WAIT_POLICY=PASSIVE

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  "$here/run.sh" PolicyStep -rf json -rff "$results/$round.json" "${@:2}" >"$results/log" || {
    cat "$results/log" >&2
    exit 1
  }
done
python3 "$here/summarise.py" "$results"/*.json
