package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.tiff.codec.SampleType;
import java.io.IOException;

/** The colours that indices stand for. */
final class Palette {
    private static final int CHANNELS = 3;
    private static final int LARGEST = 65535;

    /** {@code [n, 3]}. */
    private final byte[] colours;

    private Palette(byte[] colours) {
        this.colours = colours;
    }

    /** @throws UnusableImageException if there is none for this type of samples */
    static Palette of(Directory directory, SampleType type) throws IOException {
        int size =
                switch (type) {
                    case BIT -> 2;
                    case UINT8 -> 256;
                    case UINT16 -> 65536;
                    case INT8, INT16, UINT32, INT32, FLOAT32, FLOAT64 ->
                        throw new UnusableImageException("damaged: a palette for samples of type " + type);
                };
        long[] map = directory.wholes(Tag.COLOUR_MAP, CHANNELS * size);
        if (map.length != CHANNELS * size) {
            throw new UnusableImageException("damaged: a palette of " + map.length / CHANNELS + " colours");
        }
        long brightest = 0;
        for (long each : map) {
            brightest = Math.max(brightest, each);
        }
        // Some writers take the 16 bits of an entry for 8.
        boolean bytes = brightest <= 255;
        byte[] colours = new byte[map.length];
        for (int i = 0; i < size; i++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                long entry = map[channel * size + i];
                colours[i * CHANNELS + channel] = (byte) (bytes ? entry : (entry * 255 + LARGEST / 2) / LARGEST);
            }
        }
        return new Palette(colours);
    }

    /** A channel's value, 0 to 255. */
    int colour(int index, int channel) {
        return colours[index * CHANNELS + channel] & 0xff;
    }
}
