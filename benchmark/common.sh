# Shared by the scripts beside it; not to be run.
# shellcheck shell=bash
root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
thorax4j=$root/thorax4j
thoraxnet=$root/model-djl/src/main/resources/io/github/thorax4j/djl/thoraxnet.thorax
python=${PYTHON:-/usr/bin/python3}
threads=${THREADS:-2}
target=$root/benchmark/target/quick

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename -- "$0"): $*"
  exit 1
}

# Builds the launcher's program and this module, where their sources are newer.
build() {
  "$thorax4j" --version >/dev/null
  if [ ! -e "$target/class-path" ] \
    || [ -n "$(find "$root"/*/src/main "$root"/*/pom.xml "$root/pom.xml" -newer "$target/class-path" -print -quit)" ]; then
    say 'Building the benchmarks...'
    (cd "$root" && mvn -B -q -ntp -Dstyle.color=never -Dquick package -pl benchmark -am)
  fi
}

# Runs a class of this module as the launcher would: with its environment for the allocator.
run_java() {
  # shellcheck disable=SC1090
  (source <(launcher_environment) \
    && exec java -Dai.djl.offline=true -Djava.awt.headless=true -XX:+UseParallelGC \
      -cp "$(class_path)" "$@")
}

class_path() { printf '%s:%s' "$(echo "$target"/thorax4j-benchmark-*.jar)" "$(cat "$target/class-path")"; }

launcher_environment() { grep '^export ' "$thorax4j"; }

require_peer() {
  "$python" -c 'import torch, pydicom, PIL, numpy' 2>/dev/null \
    || fail "$python has no torch, pydicom, Pillow or numpy (Debian: apt-get install python3-torch python3-pydicom python3-pil)"
}

# machine: what it all ran on, as Markdown.
machine() {
  hardware
  printf -- '- thorax4j: %s, commit %s, %s, DJL and PyTorch %s\n' "$("$thorax4j" --version)" \
    "$(commit)" "$(java -version 2>&1 | sed -n 2p)" \
    "$(find "$root/cli/target/dist/lib" -name 'pytorch-jni-*.jar' -exec basename {} .jar \;)"
  printf -- '- peer: %s\n' "$("$python" "$root/benchmark/peer.py" versions)"
  printf -- '- threads: %s\n' "$threads"
}

hardware() {
  local model cores
  model=$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)
  cores=$(nproc)
  printf -- '- machine: %s, %s processors, %s RAM, %s, load before: %s\n' "$model" "$cores" \
    "$(free -h | awk '/^Mem/ {print $2}')" "$(uname -sr)" "$(cut -d' ' -f1 /proc/loadavg)"
}

commit() { git -C "$root" describe --always --dirty 2>/dev/null || echo unknown; }

# seed_cnn FILE: a seed-cnn model there: the one that SEED_CNN names, or one trained for a moment.
seed_cnn() {
  if [ -n "${SEED_CNN:-}" ]; then
    cp -- "$SEED_CNN" "$1"
  elif [ ! -e "$1" ]; then
    run_java io.github.thorax4j.benchmark.WriteLabelledSet "$1.data" 64
    "$thorax4j" train "$1.data" --architecture seed-cnn --recipe origin --epochs 1 --out "$1" >/dev/null 2>&1
  fi
}
