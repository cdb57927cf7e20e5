#!/usr/bin/env bash
# Zooms into mosaics of test images and counts right answers, patches and bytes: zoom_mosaics.sh UCMERCED.zip OUT
# Needs Python 3 with GDAL and NumPy (PYTHON names another one than python3). 1,024 unseen scenes and the 420 test images of
# UC Merced; OUT gets the mosaics and what zoom and evaluate say. Prints a line of JSON for each zoom.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
patchdrop=$here/../patchdrop
models=$here/../models
ucmerced=${1:?"usage: zoom_mosaics.sh UCMERCED.zip OUT"}
out=${2:?"usage: zoom_mosaics.sh UCMERCED.zip OUT"}
python=${PYTHON:-python3}
mkdir -p "$out"

# Half of the bytes that a zoom took.
half() {
  "$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["total"]["bytes"] // 2)' "$1"
}

# NAME DATA COLUMNS SIZE TILE REDUCTION
zooms() {
  local name=$1 mosaic=$out/$1.tif
  shift
  "$python" "$here/mosaic.py" "$1" "$mosaic" "$2" "$3" "$4" "$5" >&2
  local zoom=("$patchdrop" zoom --model "$models/$name.patchdrop" "$mosaic" --chip "$3")
  "${zoom[@]}" --json "$out/$name-rule.json" >/dev/null
  "${zoom[@]}" --max-bytes "$(half "$out/$name-rule.json")" --json "$out/$name-rule-half.json" >/dev/null
  "${zoom[@]}" --budget 4 --json "$out/$name-budget-4.json" >/dev/null
  "${zoom[@]}" --budget 4 --max-bytes "$(half "$out/$name-budget-4.json")" --json "$out/$name-budget-4-half.json" >/dev/null
  "${zoom[@]}" --budget 16 --json "$out/$name-all.json" >/dev/null
  "$python" "$here/mosaic_accuracy.py" "$mosaic" "$out/$name"-{rule,rule-half,budget-4,budget-4-half,all}.json
  "$patchdrop" evaluate --model "$models/$name.patchdrop" --data "$1" --split test --json "$out/$name-evaluate.json" >/dev/null
}

[ -d "$out/scenes" ] || "$patchdrop" data scenes --out "$out/scenes" --limit 4096 --seed 7 >&2
zooms scenes "$out/scenes" 32 64 16 4
zooms ucmerced "$ucmerced" 21 256 64 8
