#!/usr/bin/env bash
# Everything that docs/benchmarks.md shows, one after another, on a machine that does nothing else:
#
#   benchmark/all.sh [OUTDIR] [DATA]     DATA: labelled images to train on; else generated ones
set -euo pipefail
here=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=$(realpath -m -- "${1:-$here/target/all}")
mkdir -p "$out"
PNG=${PNG:-1} "$here/compare.sh" "${FILMS:-1000}" "$out/compare"
"$here/train-speed.sh" "${2:-}" "$out/train-speed"
"$here/read.sh" "$out/read"
"$here/jmh.sh" -rf csv -rff "$out/jmh.csv" >"$out/jmh.log"
sed -n '/^Benchmark /,$p' "$out/jmh.log" >"$out/jmh.txt"
cat "$out/compare/report.md" "$out/train-speed/report.md" "$out/read/report.md" "$out/jmh.txt" >"$out/report.md"
printf '%s\n' "All results: $out/report.md"
