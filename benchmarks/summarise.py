"""Medians of the wall clock, means of the CPU time (whose counter is coarse) and ratios of measurements: JMH's JSON files and
those of pytorch_*.py. The first file's first name is the baseline: a ratio above 1 says that it is the faster one.
"""

import json
import sys
from statistics import fmean, median


def measurements(path):
    """(name, wall clock in ms, CPU time in ms) of each series in a file."""
    with open(path) as file:
        content = json.load(file)
    if isinstance(content, dict):
        yield content["name"], content["ms"], content["cpu_ms"]
        return
    for result in content:
        wall = [each for fork in result["primaryMetric"]["rawData"] for each in fork]
        cpu = [each for fork in result["secondaryMetrics"]["cpuMilliseconds"]["rawData"] for each in fork]
        name = [result["benchmark"].split(".")[-1], result["params"].get("layout", "")]
        yield " ".join(part for part in name if part), wall, cpu


def main():
    series = {}
    for path in sys.argv[1:]:
        for name, wall, cpu in measurements(path):
            both = series.setdefault(name, ([], []))
            both[0].extend(wall)
            both[1].extend(cpu)
    baseline = next(iter(series.values()))
    print(f"{'':32} {'steps':>5} {'ms':>8} {'CPU ms':>8} {'ratio':>6} {'of CPU':>6}")
    for name, (wall, cpu) in series.items():
        print(
            f"{name:32} {len(wall):5} {median(wall):8.1f} {fmean(cpu):8.1f}"
            f" {median(wall) / median(baseline[0]):6.2f} {fmean(cpu) / fmean(baseline[1]):6.2f}"
        )


if __name__ == "__main__":
    main()
