package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The JPEG stream (ITU-T T.81, annex B) of a tile, put together from the tables that all tiles share and the tile's own
 * bytes. Only what decoding needs is in it: a marker that speaks of colours would be no more than a second opinion.
 *
 * @param bytes from the start of the image to its end
 * @param width pixels, of the frame
 * @param height pixels, of the frame
 * @param components of the frame
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
record JpegStream(byte[] bytes, int width, int height, int components) {
    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int QUANTISATION_TABLES = 0xdb;
    private static final int RESTART_INTERVAL = 0xdd;

    /** Of a progressive image; each costs as much time as a whole image. */
    private static final int MOST_SCANS = 100;

    /**
     * Puts a tile's stream together.
     *
     * @param tables the shared ones; null if there are none
     * @throws UnusableImageException if a tile cannot look like this, or is of a kind that is not supported
     */
    static JpegStream of(byte @Nullable [] tables, byte[] tile) throws UnusableImageException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(tile.length + 1024);
        marker(joined, START);
        if (tables != null) {
            new Segments(tables).copyTables(joined);
        }
        return new Segments(tile).copyImage(joined);
    }

    private static void marker(ByteArrayOutputStream out, int marker) {
        out.write(0xff);
        out.write(marker);
    }

    /** The segments of one stream, walked through once. */
    private static final class Segments {
        private final byte[] bytes;
        private int marker;
        private int start;
        private int end;

        Segments(byte[] bytes) throws UnusableImageException {
            this.bytes = bytes;
            if (bytes.length < 2 || at(0) != 0xff || at(1) != START) {
                throw new UnusableImageException("damaged: a tile or its tables are no JPEG stream");
            }
            end = 2;
        }

        /** Whether there is another one before the end. */
        private boolean next() throws UnusableImageException {
            int position = end;
            while (position < bytes.length - 1 && at(position) == 0xff && at(position + 1) == 0xff) {
                position++; // fill bytes may stand before a marker
            }
            if (position >= bytes.length - 1 || (at(position) == 0xff && at(position + 1) == END)) {
                return false;
            }
            start = position;
            marker = at(position + 1);
            boolean alone = marker <= 1 || (marker >= 0xd0 && marker <= START);
            if (at(position) != 0xff || alone || position > bytes.length - 4 || pair(position + 2) < 2) {
                throw damaged();
            }
            end = position + 2 + pair(position + 2);
            if (end > bytes.length) {
                throw damaged();
            }
            return true;
        }

        void copyTables(ByteArrayOutputStream out) throws UnusableImageException {
            while (next()) {
                if (isTable()) {
                    out.write(bytes, start, end - start);
                }
            }
        }

        JpegStream copyImage(ByteArrayOutputStream out) throws UnusableImageException {
            int frame = -1;
            while (next()) {
                if (isFrame()) {
                    checkFrame(frame);
                    frame = start;
                }
                if (isFrame() || isTable()) {
                    out.write(bytes, start, end - start);
                } else if (marker == SCAN && frame >= 0) {
                    checkScans();
                    out.write(bytes, start, bytes.length - start);
                    marker(out, JpegStream.END); // some leave it out; one more does no harm
                    return new JpegStream(out.toByteArray(), pair(frame + 7), pair(frame + 5), at(frame + 9));
                }
            }
            throw damaged();
        }

        private boolean isTable() {
            return marker == HUFFMAN_TABLES || marker == QUANTISATION_TABLES || marker == RESTART_INTERVAL;
        }

        private boolean isFrame() {
            return marker >= 0xc0 && marker <= 0xcf && marker != HUFFMAN_TABLES && marker != 0xc8 && marker != 0xcc;
        }

        private void checkFrame(int earlier) throws UnusableImageException {
            if (earlier >= 0 || end - start < 10) {
                throw damaged();
            }
            if (marker > 0xc2) {
                throw new UnusableImageException("JPEG tiles that are lossless, hierarchical or arithmetically coded"
                        + " are not supported (baseline and progressive ones are)");
            }
            if (at(start + 4) != Byte.SIZE) {
                throw new UnusableImageException("JPEG tiles of " + at(start + 4) + " bits are not supported (8 are)");
            }
        }

        private void checkScans() throws UnusableImageException {
            int scans = 0;
            for (int i = start; i < bytes.length - 1; i++) {
                if (at(i) == 0xff && at(i + 1) == SCAN && ++scans > MOST_SCANS) {
                    throw new UnusableImageException("a JPEG tile has more than " + MOST_SCANS + " scans");
                }
            }
        }

        private static UnusableImageException damaged() {
            return new UnusableImageException("damaged: a JPEG tile or its tables have a wrong structure");
        }

        private int pair(int position) {
            return at(position) << 8 | at(position + 1);
        }

        private int at(int position) {
            return bytes[position] & 0xff;
        }
    }
}
