#!/usr/bin/python3
"""Makes Markdown of what read.sh measured: read_report.py OUTDIR."""
import collections
import glob
import json
import os
import statistics
import sys

PIXELS = 2000 * 2000
MEGABYTES = PIXELS * 2 / 1e6


def codec_times(folder):
    """Milliseconds by codec, what is read, syntax and bits: one figure a round."""
    times = collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, "jmh-*.json"))):
        with open(path, encoding="utf-8") as results:
            for result in json.load(results):
                params = result["params"]
                what = result["benchmark"].rsplit(".", 1)[1]
                key = params["codec"], what, params["syntax"], int(params["bits"])
                times[key].append(result["primaryMetric"]["score"])
    return times


def program_times(folder):
    """Program and milliseconds by syntax, bits and size of the film: one figure a round."""
    programs = {}
    times = collections.defaultdict(list)
    with open(os.path.join(folder, "programs.tsv"), encoding="utf-8") as lines:
        for line in lines:
            syntax, bits, size, program, seconds = line.rstrip("\n").split("\t")
            programs[syntax] = program
            times[syntax, int(bits), size].append(1000 * float(seconds))
    return programs, times


def spread(values, form="%.1f"):
    return f"{form % statistics.median(values)} ({form % min(values)} to {form % max(values)})"


def rate(milliseconds):
    return f"{MEGABYTES / (statistics.median(milliseconds) / 1000):.0f}"


def main():
    folder = sys.argv[1]
    ours = codec_times(folder)
    programs, theirs = program_times(folder)
    codecs = sorted({key[0] for key in ours})
    with open(os.path.join(folder, "machine.md"), encoding="utf-8") as machine:
        print(machine.read())
    missing = []
    print("| syntax | bits | bits a pixel | who | header, ms | all, ms | MB/s | times the program |")
    print("|---|---|---|---|---|---|---|---|")
    for syntax, program in programs.items():
        for bits in (12, 16):
            film = os.path.join(folder, "films", f"{syntax}-{bits}.dcm")
            start = f"| {syntax} | {bits} | {8 * os.path.getsize(film) / PIXELS:.1f}"
            whole, tiny = theirs[syntax, bits, "large"], theirs[syntax, bits, "tiny"]
            peer = [large - statistics.median(tiny) for large in whole]
            for codec in codecs:
                full = ours[codec, "full", syntax, bits]
                header = ours[codec, "header", syntax, bits]
                if not full:
                    missing.append(f"{codec} does not read {syntax}, {bits} bits")
                    continue
                ratio = statistics.median(peer) / statistics.median(full)
                print(
                    f"{start} | {codec} | {spread(header, '%.3f')} | {spread(full)}"
                    f" | {rate(full)} | {ratio:.2f} |"
                )
            print(
                f"{start} | `{program}` | | {spread(peer)}, of {statistics.median(whole):.1f}"
                f" | {rate(peer)} | 1 |"
            )
    print(
        "\nMedian (lowest to highest) of the rounds. MB/s are of decoded pixels. Of a program: the time of"
        "\nthe process less that of the same program on 16 x 16 pixels, then the whole process."
    )
    if any(line.startswith("built-in") for line in missing):
        raise SystemExit("; ".join(missing))


if __name__ == "__main__":
    main()
