"""Medians and spreads of what ZoomLatency printed, and how many times faster the first way of each rule is."""

import json
import sys
from statistics import median


def main():
    rules = {}
    for line in sys.stdin:
        row = json.loads(line)
        rules.setdefault(row["rule"], {}).setdefault(row["way"], []).append(row)
    print(f"{'rule':20} {'chips':32} {'requests':>8} {'median s':>8} {'from':>7} {'to':>7} {'ratio':>6} {'least':>6}")
    for rule, ways in rules.items():
        first = [row["seconds"] for row in next(iter(ways.values()))]
        for way, rows in ways.items():
            seconds = [row["seconds"] for row in rows]
            print(
                f"{rule:20} {way:32} {rows[0]['requests']:8} {median(seconds):8.2f} {min(seconds):7.2f}"
                f" {max(seconds):7.2f} {median(seconds) / median(first):6.1f} {min(seconds) / max(first):6.1f}"
            )


if __name__ == "__main__":
    main()
