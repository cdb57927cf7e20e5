package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;

/** The opacity of a lossy image, which is stored apart and without loss (RFC 9649, section 2.7.1.2). */
final class OpacityPlane {
    private static final int STORED = 0;
    private static final int COMPRESSED = 1;

    private OpacityPlane() {}

    /** Decodes the chunk to {@code [height, width]}, 255 where the image is opaque. */
    static byte[] decode(ByteBuffer chunk, int width, int height) throws UnusableImageException {
        if (!chunk.hasRemaining()) {
            throw new UnusableImageException(Webp.TOO_SHORT);
        }
        int head = chunk.get(0);
        byte[] plane = new byte[width * height];
        ByteBuffer rest = chunk.slice(1, chunk.limit() - 1);
        switch (head & 3) {
            case STORED -> {
                if (rest.remaining() < plane.length) {
                    throw new UnusableImageException(Webp.TOO_SHORT);
                }
                rest.get(plane);
            }
            case COMPRESSED -> {
                int[] colours = LosslessImage.decodeWithoutHeader(rest, width, height);
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (byte) (colours[i] >> 8);
                }
            }
            default -> throw new UnusableImageException("damaged: a WebP image's opacity is of no known kind");
        }
        addPredictions(plane, width, head >> 2 & 3);
        return plane;
    }

    /** @param filter 0 for none, 1 to predict from the left, 2 from above, 3 from both and the corner between them */
    private static void addPredictions(byte[] plane, int width, int filter) {
        if (filter == 0) {
            return;
        }
        for (int i = 1; i < plane.length; i++) {
            boolean top = i < width;
            boolean start = i % width == 0;
            int prediction;
            if (top || (filter == 1 && !start)) {
                prediction = plane[i - 1];
            } else if (filter != 3 || start) {
                prediction = plane[i - width];
            } else {
                int left = plane[i - 1] & 0xff;
                int above = plane[i - width] & 0xff;
                prediction = Plane.clamped(left + above - (plane[i - width - 1] & 0xff));
            }
            plane[i] += (byte) prediction;
        }
    }
}
