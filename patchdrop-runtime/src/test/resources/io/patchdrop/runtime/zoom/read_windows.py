"""Reads windows of one image in their order and keeps it open: read_windows.py ADDRESS WINDOWS

WINDOWS is a file with a line "left top width height read_width read_height" for each: pixels of full resolution, and the
size at which they are read.
"""

import sys

from osgeo import gdal

gdal.UseExceptions()
image = gdal.Open(sys.argv[1])
for line in open(sys.argv[2]):
    left, top, width, height, read_width, read_height = map(int, line.split())
    image.ReadRaster(left, top, width, height, read_width, read_height)
