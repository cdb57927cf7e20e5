package io.patchdrop.core.scenes;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * Not a test: writes a sheet of scenes, HR beside LR at 4x, to look at after a change of the drawing. Run it with the name
 * of the PNG file to write.
 */
final class SceneContactSheet {
    private static final int COLUMNS = 5;
    private static final int ROWS = 8;
    private static final int ZOOM = 4;
    private static final int SIDE = SceneGenerator.SIZE * ZOOM;
    private static final int MARGIN = 8;

    private SceneContactSheet() {}

    public static void main(String[] arguments) throws IOException {
        SceneGenerator generator = new SceneGenerator(1);
        BufferedImage sheet = new BufferedImage(
                COLUMNS * (2 * SIDE + 2 * MARGIN), ROWS * (SIDE + MARGIN), BufferedImage.TYPE_INT_RGB);
        for (int index = 0; index < COLUMNS * ROWS; index++) {
            Scene scene = generator.draw("train", index);
            int left = index % COLUMNS * (2 * SIDE + 2 * MARGIN);
            int top = index / COLUMNS * (SIDE + MARGIN);
            paint(sheet, left, top, scene.pixels(), SceneGenerator.SIZE);
            paint(sheet, left + SIDE, top, LowResolution.of(scene.pixels()), LowResolution.SIZE);
        }
        if (!ImageIO.write(sheet, "png", new File(arguments[0]))) {
            throw new IOException("no PNG writer");
        }
    }

    private static void paint(BufferedImage sheet, int left, int top, byte[] pixels, int size) {
        int zoom = SIDE / size;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int place = 3 * (y / zoom * size + x / zoom);
                int rgb = ((pixels[place] & 255) << 16) | ((pixels[place + 1] & 255) << 8) | (pixels[place + 2] & 255);
                sheet.setRGB(left + x, top + y, rgb);
            }
        }
    }
}
