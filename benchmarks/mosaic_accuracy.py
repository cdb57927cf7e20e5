"""What zooms into a mosaic came to: mosaic_accuracy.py MOSAIC ZOOM.json... prints a line of JSON for each zoom.

MOSAIC has its classes beside it, as mosaic.py writes them; ZOOM.json is what zoom --json wrote.
"""

import json
import os
import sys


def main():
    mosaic = sys.argv[1]
    with open(mosaic + ".classes.json") as file:
        classes = json.load(file)
    for path in sys.argv[2:]:
        with open(path) as file:
            zoom = json.load(file)
        chips, total = zoom["chips"], zoom["total"]
        if len(chips) != len(classes):
            raise SystemExit(f"{path} has {len(chips)} chips, not {len(classes)}")
        right = sum(chip["class"] == name for chip, name in zip(chips, classes))
        print(
            json.dumps(
                {
                    "zoom": os.path.splitext(os.path.basename(path))[0],
                    "chips": len(chips),
                    "accuracy": round(100 * right / len(chips), 2),
                    "patches": round(sum(len(chip["patches"]) for chip in chips) / len(chips), 3),
                    "bytes": total["bytes"],
                    "requests": total["requests"],
                    "look_bytes": total["look_bytes"],
                    "full_bytes": total["full_bytes"],
                    "share_of_full": round(total["bytes"] / total["full_bytes"], 4),
                    "share_of_file": round(total["bytes"] / os.path.getsize(mosaic), 4),
                }
            )
        )


if __name__ == "__main__":
    main()
