#!/usr/bin/env bash
# A ResNet-32 training step here and in PyTorch, alternating: compare_step.sh PYTHON [ROUNDS [JMH OPTIONS...]]
# PYTHON is an interpreter with PyTorch (pip install torch==2.13.0). Build first: see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${1:?"usage: compare_step.sh PYTHON [ROUNDS [JMH OPTIONS...]]"}
rounds=${2:-5}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export OMP_WAIT_POLICY=PASSIVE

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  "$here/run.sh" TrainingStep -rf json -rff "$results/$round.a.json" "${@:3}" >"$results/log" || {
    cat "$results/log" >&2
    exit 1
  }
  "$python" "$here/pytorch_step.py" --layout channels_last >"$results/$round.b.json"
  "$python" "$here/pytorch_step.py" --layout plain >"$results/$round.c.json"
done
"$python" "$here/summarise.py" "$results"/*.json
