package io.patchdrop.imagery.webp;

/**
 * RGB of a frame's planes. Chroma is interpolated: a sample counts 9, its neighbours on the pixel's side 3 each, the one
 * between these 1. The colours are of ITU-R BT.601, luma from 16 to 235; products are cut to 6 bits after the point.
 */
final class Vp8Colours {
    private Vp8Colours() {}

    /** @param pixels {@code [height, width, bands]}, of which the first three bands are set */
    static void toRgb(Vp8Frame.Planes planes, int width, int height, byte[] pixels, int bands) {
        int lastColumn = (width - 1) / 2;
        int lastRow = (height - 1) / 2;
        Plane luma = planes.luma();
        Plane chroma = planes.blue();
        for (int y = 0; y < height; y++) {
            int row = y / 2;
            int otherRow = Math.max(0, Math.min(lastRow, y % 2 == 0 ? row - 1 : row + 1));
            for (int x = 0; x < width; x++) {
                int column = x / 2;
                int otherColumn = Math.max(0, Math.min(lastColumn, x % 2 == 0 ? column - 1 : column + 1));
                int near = chroma.index(column, row);
                int beside = chroma.index(otherColumn, row);
                int below = chroma.index(column, otherRow);
                int far = chroma.index(otherColumn, otherRow);
                put(
                        pixels,
                        (y * width + x) * bands,
                        luma.get(luma.index(x, y)),
                        interpolated(planes.blue(), near, beside, below, far),
                        interpolated(planes.red(), near, beside, below, far));
            }
        }
    }

    private static int interpolated(Plane plane, int near, int beside, int below, int far) {
        int nearest = plane.get(near);
        int mixed = (nearest + 3 * (plane.get(beside) + plane.get(below)) + plane.get(far) + 8) >> 3;
        return (mixed + nearest) >> 1;
    }

    private static void put(byte[] pixels, int index, int luma, int blue, int red) {
        int light = (luma * 19077) >> 8;
        pixels[index] = cut(light + ((red * 26149) >> 8) - 14234);
        pixels[index + 1] = cut(light - ((blue * 6419) >> 8) - ((red * 13320) >> 8) + 8708);
        pixels[index + 2] = cut(light + ((blue * 33050) >> 8) - 17685);
    }

    private static byte cut(int value) {
        return (byte) Plane.clamped(value >> 6);
    }
}
