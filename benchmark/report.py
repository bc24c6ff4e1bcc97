#!/usr/bin/python3
"""Makes Markdown of what compare.sh measured: report.py OUTDIR. Fails where the answers differ."""
import collections
import json
import os
import statistics
import sys

MOST_DIFFERENT = 1e-3


def rows(folder):
    times = collections.defaultdict(list)
    cpu = collections.defaultdict(list)
    with open(os.path.join(folder, "results.tsv"), encoding="utf-8") as lines:
        for line in lines:
            name, files, real, user, system = line.rstrip("\n").split("\t")
            times[name, int(files)].append(float(real))
            cpu[name, int(files)].append(float(user) + float(system))
    return times, cpu


def answers(path):
    with open(path, encoding="utf-8") as lines:
        found = {}
        for line in lines:
            answer = json.loads(line)
            if answer.get("status", "assessed") != "assessed":
                raise SystemExit(f"{path}: not assessed: {line}")
            found[os.path.basename(answer["file"])] = answer["probability"]
        return found


def spread(values, form):
    return f"{form % statistics.median(values)} ({form % min(values)} to {form % max(values)})"


def main():
    folder = sys.argv[1]
    times, cpu = rows(folder)
    with open(os.path.join(folder, "machine.md"), encoding="utf-8") as machine:
        print(machine.read())
    with open(os.path.join(folder, "setups.tsv"), encoding="utf-8") as lines:
        setups = dict(line.rstrip("\n").split("\t") for line in lines)
    print("| network | films | who | images/s | images/s without start-up | CPU ms an image |")
    print("|---|---|---|---|---|---|")
    verdicts = []
    for name, setup in setups.items():
        rate = {}
        count = max(files for who, files in times if who == name + " peer")
        for who in ("thorax4j", "peer"):
            all_films = times[f"{name} {who}", count]
            one = statistics.median(times[f"{name} {who}", 1])
            overall = [count / t for t in all_films]
            steady = [(count - 1) / (t - one) for t in all_films]
            work = statistics.median(cpu[f"{name} {who}", count])
            work -= statistics.median(cpu[f"{name} {who}", 1])
            rate[who] = statistics.median(overall), statistics.median(steady)
            title = who if who == "thorax4j" else f"peer, {setup}"
            print(
                f"| {name} | {count} | {title} | {spread(overall, '%.1f')}"
                f" | {spread(steady, '%.1f')} | {1000 * work / (count - 1):.1f} |"
            )
        mine = answers(os.path.join(folder, f"{name}-thorax4j.jsonl"))
        others = answers(os.path.join(folder, f"{name}-peer.jsonl"))
        if mine.keys() != others.keys() or len(mine) != count:
            raise SystemExit(f"{name}: {len(mine)} and {len(others)} answers of {count}")
        difference = max(abs(mine[file] - others[file]) for file in mine)
        verdicts.append(
            f"- {name}: {rate['thorax4j'][0] / rate['peer'][0]:.2f} times the peer's images/s,"
            f" {rate['thorax4j'][1] / rate['peer'][1]:.2f} times without start-up; probabilities"
            f" {min(mine.values()):.3f} to {max(mine.values()):.3f}, largest difference"
            f" {difference:.1e}"
        )
        if difference >= MOST_DIFFERENT:
            raise SystemExit(verdicts[-1] + ": too large")
    print("\nMedian (lowest to highest) of the rounds.\n")
    print("\n".join(verdicts))
    print("\n| start | seconds |\n|---|---|")
    for key, title in (
        ("start cold", "first answer, native libraries not yet extracted"),
        ("start warm", "first answer, native libraries extracted before"),
        ("start help", "--help"),
    ):
        count = 0 if key == "start help" else 1
        print(f"| {title} | {spread(times[key, count], '%.2f')} |")
    print(f"| peer's first answer | {spread(times['thoraxnet peer', 1], '%.2f')} |")
    print("\n| peer's set-up, on trial | images/s with start-up |\n|---|---|")
    for (name, count), seconds in times.items():
        if " probe " in name:
            print(f"| {name.replace(' probe ', ', ')} | {count / seconds[0]:.1f} |")


if __name__ == "__main__":
    main()
