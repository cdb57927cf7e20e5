package io.patchdrop.imagery;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Encodes images as PNG, without loss. */
public final class PngEncoder {
    private PngEncoder() {}

    /**
     * A whole PNG file of 8-bit RGB.
     *
     * @throws IOException if this Java writes no PNG
     */
    public static byte[] encode(RgbImage image) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] pixels = image.pixels();
        int[] row = new int[image.width()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                int at = 3 * (y * row.length + x);
                row[x] = ((pixels[at] & 0xff) << 16) | ((pixels[at + 1] & 0xff) << 8) | (pixels[at + 2] & 0xff);
            }
            picture.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "png", png)) {
            throw new IOException("this Java writes no PNG");
        }
        return png.toByteArray();
    }
}
