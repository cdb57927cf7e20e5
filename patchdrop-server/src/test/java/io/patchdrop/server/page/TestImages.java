package io.patchdrop.server.page;

import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/** Image files to upload. */
final class TestImages {
    private TestImages() {}

    /** A scene that no training has seen. */
    static RgbImage scene(int number) {
        Scene scene = new SceneGenerator(77).draw("page", number);
        return new RgbImage(SceneGenerator.SIZE, SceneGenerator.SIZE, scene.pixels());
    }

    /** Coloured blocks and noise. */
    static RgbImage noise(int width, int height, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int block = (i / 3 % width / 9 + i / 3 / width / 7) % 3 == i % 3 ? 150 : 20;
            pixels[i] = (byte) (block + random.nextInt(100));
        }
        return new RgbImage(width, height, pixels);
    }

    static byte[] png(RgbImage image) {
        return encoded(image, "png");
    }

    /** Half red, half blue, and a note of the camera that it was held sideways. */
    static byte[] turnedJpeg() {
        int side = 64;
        byte[] pixels = new byte[3 * side * side];
        for (int i = 0; i < side * side; i++) {
            pixels[3 * i + (i % side < side / 2 ? 0 : 2)] = (byte) 255;
        }
        byte[] plain = encoded(new RgbImage(side, side, pixels), "jpeg");
        byte[] note = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.writeBytes(Arrays.copyOf(plain, 2));
        turned.writeBytes(note);
        turned.writeBytes(Arrays.copyOfRange(plain, 2, plain.length));
        return turned.toByteArray();
    }

    private static byte[] encoded(RgbImage image, String format) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                rgb = 256 * rgb + (image.pixels()[3 * i + channel] & 0xff);
            }
            picture.setRGB(i % image.width(), i / image.width(), rgb);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, format, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
