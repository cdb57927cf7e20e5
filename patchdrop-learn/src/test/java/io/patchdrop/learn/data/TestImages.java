package io.patchdrop.learn.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Images and data sets for tests, all made here. */
final class TestImages {
    private TestImages() {}

    /** Random RGB bytes {@code [height, width, 3]}. */
    static byte[] noise(int width, int height, long seed) {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    static BufferedImage image(byte[] rgb, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int red = rgb[3 * i] & 0xff;
            int green = rgb[3 * i + 1] & 0xff;
            int blue = rgb[3 * i + 2] & 0xff;
            image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer for " + format);
        }
        return out.toByteArray();
    }

    /** A PNG of noise. */
    static byte[] png(int width, int height, long seed) throws IOException {
        return encode(image(noise(width, height, seed), width, height), "png");
    }

    static void put(Path root, String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** {@code <split>/<class>/<number>.png}, each of different noise. */
    static void putClasses(Path root, String split, int count, int side, String... classes) throws IOException {
        for (String name : classes) {
            for (int i = 0; i < count; i++) {
                String path = split + "/" + name + "/" + i + ".png";
                put(root, path, png(side, side, path.hashCode()));
            }
        }
    }

    /** Zips a folder, with every path behind a prefix. */
    static void zip(Path root, Path zip, String prefix) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                String name = prefix + root.relativize(path).toString().replace('\\', '/');
                if (Files.isDirectory(path)) {
                    if (!path.equals(root)) {
                        out.putNextEntry(new ZipEntry(name + "/"));
                    }
                } else {
                    out.putNextEntry(new ZipEntry(name));
                    out.write(Files.readAllBytes(path));
                }
            }
        }
    }

    /** All images of a split, one after the other. */
    static byte[] readAll(ImageSplit split) throws UnreadableImageException {
        byte[] all = new byte[split.size() * split.imageBytes()];
        for (int i = 0; i < split.size(); i++) {
            split.read(i, all, i * split.imageBytes());
        }
        return all;
    }

    static byte[] read(ImageSplit split, int i) throws UnreadableImageException {
        byte[] pixels = new byte[split.imageBytes()];
        split.read(i, pixels, 0);
        return pixels;
    }

    static List<String> names(ImageSplit split) {
        String[] names = new String[split.size()];
        Arrays.setAll(names, split::name);
        return List.of(names);
    }
}
