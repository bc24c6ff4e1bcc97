#!/usr/bin/env bash
# Measures thorax4j and its peer in one run, in turns, from DICOM files to probabilities.
#
#   benchmark/compare.sh [N] [OUTDIR]      N films, 1000 unless given; OUTDIR is kept and reused
#
# ROUNDS=3       how many turns each has
# THREADS=2      threads, or processes, of each
# PROBE=N        on how many of the films the peer's set-ups compete; the fastest is measured
# SEED_CNN=FILE  a seed-cnn model; else one is trained for a moment
# PNG=1          also on the same films as PNG
# PYTHON=/usr/bin/python3
# THORAX4J_JAVA_OPTS is passed on.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

films=${1:-1000}
out=$(realpath -m -- "${2:-$root/benchmark/target/compare}")
rounds=${ROUNDS:-3}
probe=${PROBE:-$films}
[[ $films =~ ^[0-9]+$ ]] && [ "$films" -ge 10 ] || fail "usage: compare.sh [N, at least 10] [OUTDIR]"
require_peer
mkdir -p "$out"
build

results=$out/results.tsv
log=$out/errors.log
: >"$results"
: >"$log"
machine >"$out/machine.md"
cat "$out/machine.md"

# timed NAME FILES ANSWERS COMMAND...: appends name, files, and real, user and system seconds.
timed() {
  local TIMEFORMAT='%R	%U	%S' name=$1 count=$2 answers=$3
  shift 3
  { time "$@" >"$answers" 2>>"$log"; } 2>"$out/time" || fail "failed, see $log: $*"
  printf '%s\t%s\t%s\n' "$name" "$count" "$(cat "$out/time")" | tee -a "$results"
}

ours() { # MODEL-OPTION... FOLDER
  "$thorax4j" classify --json --threads "$threads" "$@"
}

peer() { # SETUP MODEL FOLDER [OPTION...]
  local setup=$1
  shift
  IFS=- read -r mode form allocator <<<"$setup"
  if [ "$allocator" = tuned ]; then
    # shellcheck disable=SC1090
    source <(launcher_environment)
  fi
  "$python" "$root/benchmark/peer.py" --workers "$threads" classify --mode "$mode" --network "$form" "$@"
}

# fastest MODEL-NAME MODEL FOLDER: the peer's best set-up.
fastest() {
  local setup
  for setup in {processes,loader}-{plain,frozen}-{default,tuned}; do
    timed "$1 probe $setup" "$probe" "$out/probe.jsonl" peer_in_subshell "$setup" "$2" "$3" --limit "$probe" >&2
  done
  awk -F'\t' -v name="$1 probe " 'index($1, name) == 1 && (best == "" || $3 < best) {
    best = $3; setup = substr($1, length(name) + 1) } END { print setup }' "$results"
}

peer_in_subshell() { (peer "$@"); }

# pairs NAME MODEL FOLDER [MODEL-OPTION...]
pairs() {
  local name=$1 model=$2 folder=$3 setup one round
  shift 3
  one=$folder/$(cd "$folder" && printf '%s\n' film-00000.*)
  setup=$(fastest "$name" "$model" "$folder")
  printf '%s\t%s\n' "$name" "$setup" >>"$out/setups.tsv"
  for ((round = 1; round <= rounds; round++)); do
    timed "$name thorax4j" "$films" "$out/$name-thorax4j.jsonl" ours "$@" "$folder"
    timed "$name peer" "$films" "$out/$name-peer.jsonl" peer_in_subshell "$setup" "$model" "$folder"
    timed "$name thorax4j" 1 "$out/one.jsonl" ours "$@" "$one"
    timed "$name peer" 1 "$out/one.jsonl" peer_in_subshell "$setup" "$model" "$one"
  done
}

if [ "$(cat "$out/count" 2>/dev/null)" != "$films ${PNG:-0}" ]; then
  say "Writing $films films to $out ..."
  rm -rf "$out/films" "$out/png"
  # shellcheck disable=SC2046
  run_java io.github.thorax4j.benchmark.WriteFilms "$out/films" "$films" $([ "${PNG:-0}" = 0 ] || echo "$out/png")
  echo "$films ${PNG:-0}" >"$out/count"
fi
seed_cnn "$out/seed-cnn.thorax"
: >"$out/setups.tsv"
# Both find the films in memory, in every round.
cat "$out"/films/* >/dev/null

small=$out/films/film-00000.dcm
for round in 1 2 3; do
  cache=$(mktemp -d)
  DJL_CACHE_DIR=$cache timed 'start cold' 1 "$out/one.jsonl" ours "$small"
  rm -rf "$cache"
done
for round in 1 2 3 4 5; do
  timed 'start warm' 1 "$out/one.jsonl" ours "$small"
  timed 'start help' 0 "$out/one.txt" "$thorax4j" --help
done

pairs thoraxnet "$thoraxnet" "$out/films"
pairs seed-cnn "$out/seed-cnn.thorax" "$out/films" --model "$out/seed-cnn.thorax"
if [ "${PNG:-0}" != 0 ]; then
  pairs thoraxnet-png "$thoraxnet" "$out/png"
fi

"$python" "$root/benchmark/report.py" "$out" | tee "$out/report.md"
