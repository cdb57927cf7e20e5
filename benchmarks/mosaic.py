"""Puts the test images of a data set side by side into one tiled GeoTIFF with overviews (needs GDAL with Python and NumPy):
mosaic.py DATA OUT COLUMNS SIZE TILE REDUCTION

DATA is a folder or a .zip with test/CLASS/FILE; images of another size than SIZE x SIZE are left out. They come in an order
drawn from seed 1. Tiles are TILE px, the overview is a mean by REDUCTION, both packed by DEFLATE, in the layout of a Cloud
Optimized GeoTIFF. OUT.classes.json gets the class of each chip, row by row.
"""

import json
import os
import sys
import zipfile

import numpy as np
from osgeo import gdal

gdal.UseExceptions()


def test_images(data):
    """(class, path for GDAL) of each image of the test split, sorted."""
    if data.endswith(".zip"):
        with zipfile.ZipFile(data) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
        root = "/vsizip/" + os.path.abspath(data) + "/"
    else:
        names = [
            os.path.relpath(os.path.join(folder, file), data) for folder, _, files in os.walk(data) for file in files
        ]
        root = os.path.abspath(data) + "/"
    parts = [(name.split("/"), root + name) for name in sorted(names)]
    return [(part[-2], path) for part, path in parts if len(part) >= 3 and part[-3] == "test"]


def main():
    data, out = sys.argv[1:3]
    columns, size, tile, reduction = map(int, sys.argv[3:])
    images = test_images(data)
    np.random.default_rng(1).shuffle(images)
    pixels, classes = [], []
    for name, path in images:
        image = gdal.Open(path).ReadAsArray()
        if image.shape == (3, size, size):
            pixels.append(image)
            classes.append(str(name))
    rows = len(pixels) // columns
    memory = gdal.GetDriverByName("MEM").Create("", columns * size, rows * size, 3)
    for number in range(rows * columns):
        memory.WriteArray(pixels[number], number % columns * size, number // columns * size)
    tiles = ["TILED=YES", f"BLOCKXSIZE={tile}", f"BLOCKYSIZE={tile}", "COMPRESS=DEFLATE", "PREDICTOR=2"]
    driver = gdal.GetDriverByName("GTiff")
    rough = out + ".rough.tif"
    driver.CreateCopy(rough, memory, options=tiles)
    image = gdal.Open(rough, gdal.GA_Update)
    gdal.SetConfigOption("GDAL_TIFF_OVR_BLOCKSIZE", str(max(tile, 64)))
    image.BuildOverviews("AVERAGE", [reduction])
    image = None
    driver.CreateCopy(out, gdal.Open(rough), options=tiles + ["COPY_SRC_OVERVIEWS=YES"])
    os.remove(rough)
    with open(out + ".classes.json", "w") as file:
        json.dump(classes[: rows * columns], file)
    print(f"{out}: {columns} x {rows} images, {os.path.getsize(out)} bytes")


if __name__ == "__main__":
    main()
