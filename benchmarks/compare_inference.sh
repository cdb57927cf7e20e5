#!/usr/bin/env bash
# A dense ResNet-32 out of a bundle, in libtorch and in PyTorch, alternating, one table a batch size:
# compare_inference.sh PYTHON [ROUNDS]
# PYTHON is an interpreter with PyTorch (pip install torch==2.13.0). Build first: see README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${1:?"usage: compare_inference.sh PYTHON [ROUNDS]"}
rounds=${2:-5}
export OMP_WAIT_POLICY=PASSIVE

for batch in 1 32; do
  results=$(mktemp -d)
  trap 'rm -rf "$results"' EXIT
  for round in $(seq "$rounds"); do
    echo "batch $batch, round $round of $rounds" >&2
    "$here/run.sh" 'Inference.patchdrop' -p batch="$batch" -rf json -rff "$results/$round.a.json" >"$results/log" &&
      "$here/run.sh" 'Inference.libtorch' -p batch="$batch" -rf json -rff "$results/$round.b.json" >"$results/log" || {
      cat "$results/log" >&2
      exit 1
    }
    "$python" "$here/pytorch_inference.py" --batch "$batch" --layout channels_last >"$results/$round.c.json"
    "$python" "$here/pytorch_inference.py" --batch "$batch" --layout plain >"$results/$round.d.json"
  done
  echo "batch $batch"
  "$python" "$here/summarise.py" "$results"/*.json
  rm -rf "$results"
done
