package io.patchdrop.learn.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Images as PNG data URIs. */
final class Pictures {
    /** No side of a picture in the page is longer, in pixels. */
    static final int LONGEST_SIDE = 256;

    private Pictures() {}

    /** The image, scaled down if a side exceeds {@link #LONGEST_SIDE}, as {@code data:image/png;base64,...}. */
    static String dataUri(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(fitted(image), "png", bytes)) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** An RGB image of at most {@link #LONGEST_SIDE} a side with the same aspect ratio. */
    static BufferedImage fitted(BufferedImage image) {
        BufferedImage current = image;
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        // Bilinear sampling reads 2 x 2 pixels: halving first makes it use them all.
        while (current.getWidth() >= 2 * width && current.getHeight() >= 2 * height && scale < 1) {
            current = resized(current, current.getWidth() / 2, current.getHeight() / 2);
        }
        return resized(current, width, height);
    }

    private static BufferedImage resized(BufferedImage image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }
}
