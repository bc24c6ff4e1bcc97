#!/usr/bin/env bash
# Measures the Orthanc bridge beside a real Orthanc: whether it slows storescu, how long a film takes from C-STORE to its
# SR in Orthanc at one film a second, and how many films a second it does when all come at once.
#
#   benchmark/orthanc.sh [OUTDIR]    OUTDIR/report.md holds the result; the rest of it, some gigabytes, is removed
#
# ROUNDS=7          how many turns each has at storescu
# PARTS='ingest,latency,throughput'
# Needs 'apt-get install orthanc dcmtk curl'; the service that Debian starts need not run.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

out=$(realpath -m -- "${1:-$root/benchmark/target/orthanc}")
module=$root/orthanc-bridge
for program in storescu curl; do
  command -v "$program" >/dev/null || fail "no $program (Debian: apt-get install dcmtk curl)"
done
"$thorax4j" --version >/dev/null
say 'Building the tests of the bridge...'
(cd "$root" && mvn -B -q -ntp -Dstyle.color=never -DskipTests -Djacoco.skip test-compile \
  dependency:build-classpath -Dmdep.outputFile="$module/target/class-path" -pl orthanc-bridge -am)
mkdir -p "$out/work"
trap 'rm -rf -- "$out/work"' EXIT
{
  printf '# thorax4j bridge beside Orthanc\n\n'
  hardware
  printf -- '- thorax4j: commit %s; %s; %s\n\n' "$(commit)" "$(java -version 2>&1 | sed -n 2p)" \
    "$({ Orthanc --version 2>/dev/null || /usr/sbin/Orthanc --version; } | sed -n '1s:.*Orthanc :Orthanc :p')"
  # shellcheck disable=SC1090
  (source <(launcher_environment) \
    && exec java -Dai.djl.offline=true -Djava.awt.headless=true -XX:+UseParallelGC -Drounds="${ROUNDS:-7}" \
      -Dparts="${PARTS:-ingest,latency,throughput}" -Dscript="$module/src/dist/thorax4j.lua" \
      -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/class-path")" \
      io.github.thorax4j.orthanc.BridgeBenchmark "$out/work")
} | tee "$out/report.md"
