#!/usr/bin/env bash
# Measures reading one film of 2000 x 2000 pixels in every lossless syntax, in turns with the programs of dcmtk and gdcm.
#
#   benchmark/read.sh [OUTDIR]      OUTDIR is kept and reused
#
# ROUNDS=3          how many turns each has
# RUNS=5            how often a program runs in its turn
# DCM4CHE=JARS      a class path with dcm4che-imageio, dcm4che-imageio-rle and what they need: measured too. Its image
#                   reader is given the same readers for JPEG and JPEG 2000 as are on ours; for JPEG-LS there is none.
# SYNTAXES='...'    only these, such as 'uncompressed rle'
# Arguments after OUTDIR go to JMH.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

out=$(realpath -m -- "${1:-$root/benchmark/target/reading}")
shift || true
rounds=${ROUNDS:-3}
runs=${RUNS:-5}
codecs=built-in
readers=()
read -ra syntaxes <<<"${SYNTAXES:-uncompressed rle jpeg-lossless jpeg-ls jpeg-2000}"
for program in dcmconv dcmcrle dcmdrle dcmcjpeg dcmdjpeg dcmcjpls dcmdjpls gdcmconv taskset; do
  command -v "$program" >/dev/null || fail "no $program (Debian: apt-get install dcmtk libgdcm-tools util-linux)"
done
build
classes=$(class_path)
films=$out/films
mkdir -p "$films"
if [ -n "${DCM4CHE:-}" ]; then
  codecs=built-in,dcm4che-imageio
  classes=$classes:$DCM4CHE
  readers=("-Dorg.dcm4che3.imageio.codec.ImageReaderFactory=file://$out/readers.properties")
  printf '%s\n' >"$out/readers.properties" \
    '1.2.840.10008.1.2.5:rle:org.dcm4che3.imageio.plugins.rle.RLEImageReader::' \
    '1.2.840.10008.1.2.4.70:jpeg:com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReader::' \
    '1.2.840.10008.1.2.4.90:jpeg2000:com.github.jaiimageio.jpeg2000.impl.J2KImageReader::'
fi

java_here() { java -Djava.awt.headless=true -XX:+UseParallelGC -cp "$classes" "$@"; }

encode() { # SYNTAX FROM TO
  case $1 in
    rle) dcmcrle "$2" "$3" ;;
    jpeg-lossless) dcmcjpeg +e1 "$2" "$3" ;;
    jpeg-ls) dcmcjpls "$2" "$3" ;;
    jpeg-2000) gdcmconv --j2k "$2" "$3" ;;
    *) fail "no such syntax: $1" ;;
  esac
}

# peers SYNTAX: the programs that decode it, one a line. gdcm decodes JPEG 2000 on every processor unless it is held.
peers() {
  case $1 in
    uncompressed) echo dcmconv ;;
    rle) echo dcmdrle ;;
    jpeg-lossless) echo dcmdjpeg ;;
    jpeg-ls) echo dcmdjpls ;;
    jpeg-2000) printf '%s\n' 'taskset -c 0 gdcmconv --raw' 'gdcmconv --raw' ;;
  esac
}

# timed PROGRAM SYNTAX BITS SIZE PREFIX: appends the seconds of one run of the program.
timed() {
  local TIMEFORMAT=%R command seconds run file=$films/$5$2-$3.dcm
  read -ra command <<<"$1"
  # The whole turn: a single run is short.
  seconds=$({ time for ((run = 0; run < runs; run++)); do
    "${command[@]}" "$file" /dev/null </dev/null >"$out/program.log" 2>&1 || exit 1
  done; } 2>&1) || fail "failed, see $out/program.log: $1 $file"
  printf '%s\t%s\t%s\t%s\t%s\n' "$2" "$3" "$4" "$1" \
    "$(awk -v all="$seconds" -v runs="$runs" 'BEGIN { print all / runs }')" >>"$out/programs.tsv"
}

say "Writing the films to $films ..."
java_here io.github.thorax4j.benchmark.WriteReadingSet "$films"
for syntax in "${syntaxes[@]}"; do
  for bits in 12 16; do
    for size in '' tiny-; do
      [ "$syntax" = uncompressed ] \
        || encode "$syntax" "$films/${size}uncompressed-$bits.dcm" "$films/$size$syntax-$bits.dcm"
    done
  done
done

rm -f "$out"/jmh-*.json "$out/programs.tsv"
{
  hardware
  printf -- '- %s, %s, commit %s\n' "$(java -version 2>&1 | sed -n 2p)" "codecs $codecs" "$(commit)"
  printf -- '- %s; %s\n' "$(dcmdjpeg --version | sed -n '1s/^\$dcmtk: dcmdjpeg \(.*\) \$$/dcmtk \1/p')" \
    "$(gdcmconv --version | sed -n '1s/^gdcmconv: \(gdcm [0-9.]*\).*/\1/p')"
  printf -- '- one calling thread; %s rounds\n' "$rounds"
} >"$out/machine.md"
for ((round = 1; round <= rounds; round++)); do
  for syntax in "${syntaxes[@]}"; do
    say "Round $round of $rounds: $syntax"
    java_here "-Dthorax4j.benchmark.reading=$films" "${readers[@]}" org.openjdk.jmh.Main 'DicomReadBenchmark.(header|full)' \
      -p "syntax=$syntax" -p "codec=$codecs" -rf json -rff "$out/jmh-$round-$syntax.json" "$@" >"$out/jmh.log" 2>&1 \
      || fail "failed, see $out/jmh.log"
    for bits in 12 16; do
      while read -r program; do
        timed "$program" "$syntax" "$bits" large ''
        timed "$program" "$syntax" "$bits" tiny tiny-
      done < <(peers "$syntax")
    done
  done
done
"$python" "$root/benchmark/read_report.py" "$out" | tee "$out/report.md"
