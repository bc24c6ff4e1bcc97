#!/usr/bin/env bash
# Runs the JMH benchmarks, but those of reading, which read.sh runs; arguments go to JMH:
#
#   benchmark/jmh.sh                                 all, about ten minutes
#   benchmark/jmh.sh FileBenchmark -p format=dicom16
#   benchmark/jmh.sh -f 1 -wi 1 -i 1 -w 1 -r 1       a look
#
# SEED_CNN=FILE  a seed-cnn model; else one is trained for a moment
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

build
seed_cnn=${SEED_CNN:+$(realpath -- "$SEED_CNN")}
run_java "-Dthorax4j.benchmark.seed-cnn=$seed_cnn" org.openjdk.jmh.Main -e DicomReadBenchmark "$@"
