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
    """Programs by syntax, and milliseconds by program, syntax, bits and size of the film: one figure a round."""
    programs = collections.defaultdict(list)
    times = collections.defaultdict(list)
    with open(os.path.join(folder, "programs.tsv"), encoding="utf-8") as lines:
        for line in lines:
            syntax, bits, size, program, seconds = line.rstrip("\n").split("\t")
            if program not in programs[syntax]:
                programs[syntax].append(program)
            times[program, syntax, int(bits), size].append(1000 * float(seconds))
    return programs, times


def spread(values, form="%.1f"):
    return f"{form % statistics.median(values)} ({form % min(values)} to {form % max(values)})"


def speeds(milliseconds, reference):
    median = statistics.median(milliseconds)
    return f"{spread(milliseconds)} | {MEGABYTES / (median / 1000):.0f} | {reference / median:.2f}"


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
    for syntax, names in programs.items():
        for bits in (12, 16):
            film = os.path.join(folder, "films", f"{syntax}-{bits}.dcm")
            start = f"| {syntax} | {bits} | {8 * os.path.getsize(film) / PIXELS:.1f}"
            decoding = {}
            for name in names:
                fixed = statistics.median(theirs[name, syntax, bits, "tiny"])
                decoding[name] = [large - fixed for large in theirs[name, syntax, bits, "large"]]
            reference = statistics.median(decoding[names[0]])
            for codec in codecs:
                full = ours[codec, "full", syntax, bits]
                if not full:
                    missing.append(f"{codec} does not read {syntax}, {bits} bits")
                    continue
                header = spread(ours[codec, "header", syntax, bits], "%.3f")
                print(f"{start} | {codec} | {header} | {speeds(full, reference)} |")
            for name in names:
                fixed = statistics.median(theirs[name, syntax, bits, "tiny"])
                who = f"`{name}`, and {fixed:.0f} ms to start"
                print(f"{start} | {who} | | {speeds(decoding[name], reference)} |")
    print(
        "\nMedian (lowest to highest) of the rounds; MB/s are of decoded pixels. The time of a program is that of"
        "\nits process less that to start, its median on 16 x 16 pixels. The first program of each film is 1."
    )
    if any(line.startswith("built-in") for line in missing):
        raise SystemExit("; ".join(missing))


if __name__ == "__main__":
    main()
