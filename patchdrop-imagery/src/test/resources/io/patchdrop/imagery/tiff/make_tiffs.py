"""Writes TIFF files with GDAL, and beside each what GDAL reads of it.

The argument is a file with one image a line, "name type bands width height extras options...".
Extras are separated by commas: overviews, mask, palette, sparse, nodata=N, smooth, alpha, cog; "-" is none.
For level 0 (the image) and up it writes NAME.L.raw (samples [height, width, bands], little-endian) and, with a mask,
NAME.L.mask ([height, width] bytes, 0 or 255). It prints "name level width height bands bytes".
"""

import sys

import numpy
from osgeo import gdal, osr

SYSTEM = osr.SpatialReference()
SYSTEM.ImportFromEPSG(32633)
gdal.UseExceptions()
gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
TYPES = {
    "Byte": (gdal.GDT_Byte, numpy.uint8),
    "UInt16": (gdal.GDT_UInt16, numpy.uint16),
    "Int16": (gdal.GDT_Int16, numpy.int16),
    "UInt32": (gdal.GDT_UInt32, numpy.uint32),
    "Int32": (gdal.GDT_Int32, numpy.int32),
    "Float32": (gdal.GDT_Float32, numpy.float32),
    "Float64": (gdal.GDT_Float64, numpy.float64),
}


def samples(kind, bands, width, height, smooth, random):
    y, x = numpy.mgrid[0:height, 0:width].astype(numpy.float64)
    planes = []
    for band in range(bands):
        wave = 0.5 + 0.45 * numpy.sin(x / (11.0 + band) + band) * numpy.cos(y / (7.0 + 2 * band))
        if not smooth:
            wave = wave * 0.8 + 0.2 * random.random((height, width))
        planes.append(wave)
    image = numpy.stack(planes)
    if numpy.issubdtype(kind, numpy.floating):
        return ((image - 0.5) * 1000).astype(kind)
    info = numpy.iinfo(kind)
    return (info.min + image * (float(info.max) - info.min)).astype(kind)


def dump(name, level, bands):
    array = numpy.stack([band.ReadAsArray() for band in bands], axis=-1)
    little = array.astype(array.dtype.newbyteorder("<"))
    little.tofile("%s.%d.raw" % (name, level))
    if bands[0].GetMaskFlags() & gdal.GMF_PER_DATASET and not bands[0].GetMaskFlags() & gdal.GMF_ALPHA:
        bands[0].GetMaskBand().ReadAsArray().tofile("%s.%d.mask" % (name, level))
    print(name, level, array.shape[1], array.shape[0], array.shape[2], array.dtype.itemsize)


def make(line, number):
    name, kind, bands, width, height, extras, *options = line.split()
    bands, width, height = int(bands), int(width), int(height)
    extras = set(extras.split(","))
    code, dtype = TYPES[kind]
    random = numpy.random.default_rng(number)
    cog = "cog" in extras
    target = "/vsimem/%s.tif" % name if cog else name + ".tif"
    driver = gdal.GetDriverByName("GTiff")
    first = [] if cog else options
    if "sparse" in extras:
        first = first + ["SPARSE_OK=TRUE"]
    data = driver.Create(target, width, height, bands, code, first)
    data.SetGeoTransform((500000, 10, 0, 4600000, 0, -10))
    data.SetProjection(SYSTEM.ExportToWkt())
    for extra in extras:
        if extra.startswith("nodata="):
            for band in range(bands):
                data.GetRasterBand(band + 1).SetNoDataValue(float(extra[7:]))
    if "palette" in extras:
        table = gdal.ColorTable()
        for i in range(256):
            table.SetColorEntry(i, (i, 255 - i, i * 7 % 256, 255))
        data.GetRasterBand(1).SetColorTable(table)
    image = samples(dtype, bands, width, height, "smooth" in extras, random)
    if "bits" in extras:
        image = image & 1
    if "alpha" in extras:
        image[-1] = numpy.where(image[-1] > 200, 255, image[-1] // 2)
        data.GetRasterBand(bands).SetColorInterpretation(gdal.GCI_AlphaBand)
    if "sparse" in extras:
        corner = image[:, height // 2:, width // 2:]
        data.WriteArray(numpy.ascontiguousarray(corner), width // 2, height // 2)
    else:
        data.WriteArray(image)
    if "mask" in extras:
        data.CreateMaskBand(gdal.GMF_PER_DATASET)
        y, x = numpy.mgrid[0:height, 0:width]
        inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 2.2) ** 2
        data.GetRasterBand(1).GetMaskBand().WriteArray((inside * 255).astype(numpy.uint8))
    data.FlushCache()
    data = None
    if "overviews" in extras:
        data = gdal.Open(target, gdal.GA_Update)
        data.BuildOverviews("NEAREST" if "palette" in extras else "AVERAGE", [2, 4])
        data = None
    if cog:
        source = gdal.Open(target)
        gdal.GetDriverByName("COG").CreateCopy(name + ".tif", source, options=options)
        source = None
        gdal.Unlink(target)
    data = gdal.Open(name + ".tif")
    bands = [data.GetRasterBand(band + 1) for band in range(data.RasterCount)]
    dump(name, 0, bands)
    for level in range(bands[0].GetOverviewCount()):
        dump(name, level + 1, [band.GetOverview(level) for band in bands])


with open(sys.argv[1]) as table:
    for count, row in enumerate(table):
        try:
            make(row, count)
        except Exception as e:
            raise RuntimeError(row) from e
