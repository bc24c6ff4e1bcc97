#!/usr/bin/env bash
# Measures how fast thorax4j trains, and the same networks in the peer.
#
#   benchmark/train-speed.sh [DATA] [OUTDIR]   DATA: a folder with NORMAL and PNEUMONIA, or a table
#
# Without DATA, IMAGES (1000) generated images are trained on.
# EPOCHS=2     the fastest epoch counts: the first one also compiles
# STEPS=20     steps of the peer, on random images in memory: forward, backward and AdamW alone
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

out=$(realpath -m -- "${2:-$root/benchmark/target/train-speed}")
images=${IMAGES:-1000}
require_peer
mkdir -p "$out"
build
data=${1:-}
if [ -z "$data" ]; then
  data=$out/images-$images
  [ -e "$data/labels.csv" ] || run_java io.github.thorax4j.benchmark.WriteLabelledSet "$data" "$images"
fi
seed_cnn "$out/seed-cnn.thorax"

# best_epoch TABLE: images a second and engine share of the fastest epoch.
best_epoch() {
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["images_per_second"] > best { best = $at["images_per_second"]; share = $at["engine_share"] }
    END { printf "%.1f | %.0f %%", best, 100 * share }' "$1"
}

peer_rate() { # ALLOCATOR MODEL BATCH
  (
    if [ "$1" = tuned ]; then
      # shellcheck disable=SC1090
      source <(launcher_environment)
    fi
    "$python" "$root/benchmark/peer.py" --workers "$threads" train "$2" --batch "$3" --steps "${STEPS:-20}"
  ) | cut -f4
}

train() { # NAME RECIPE BATCH MODEL
  say "Training $1 ..."
  "$thorax4j" train "$data" --architecture "$1" --recipe "$2" --batch-size "$3" \
    --epochs "${EPOCHS:-2}" --out "$out/$1-trained.thorax" --force --report "$out/$1-report" \
    >"$out/$1.log" 2>&1 || fail "failed, see $out/$1.log"
  printf '| %s, recipe %s, batch %s | %s | %s | %s |\n' "$1" "$2" "$3" \
    "$(best_epoch "$out/$1-report/history.csv")" \
    "$(peer_rate default "$4" "$3")" "$(peer_rate tuned "$4" "$3")"
}

{
  machine
  printf '\n| network | images/s | engine share | peer, images/s | peer with the tuned allocator |\n'
  printf '|---|---|---|---|---|\n'
  train thoraxnet robust 64 "$thoraxnet"
  train seed-cnn origin 32 "$out/seed-cnn.thorax"
} | tee "$out/report.md"
