package io.patchdrop.learn.stages;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * A data set with a known right answer: grey noise of 32 pixels, one of 4 x 4 patches, at a random place, filled with the
 * colour that is the class. Whoever takes that patch knows the class; whoever takes none can only guess.
 */
public final class ToyImages {
    static final int SIZE = 32;
    private static final int PATCH = 8;
    private static final List<String> CLASSES = List.of("blue", "green", "red");

    private ToyImages() {}

    /** Draws an image of a class. */
    @FunctionalInterface
    public interface Artist {
        /** One image; the label is its class, from 0. */
        BufferedImage draw(SplittableRandom random, int label);
    }

    static void write(Path folder, long seed, int train, int test) throws IOException {
        write(folder, CLASSES, new SplittableRandom(seed), train, test, ToyImages::draw);
    }

    /** Writes {@code split/class/number.png} under a folder, so many images of each class. */
    public static void write(
            Path folder, List<String> classes, SplittableRandom random, int train, int test, Artist artist)
            throws IOException {
        for (int label = 0; label < classes.size(); label++) {
            write(folder.resolve("train").resolve(classes.get(label)), random, label, train, artist);
            write(folder.resolve("test").resolve(classes.get(label)), random, label, test, artist);
        }
    }

    private static void write(Path folder, SplittableRandom random, int label, int count, Artist artist)
            throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            ImageIO.write(
                    artist.draw(random, label),
                    "png",
                    folder.resolve(i + ".png").toFile());
        }
    }

    private static BufferedImage draw(SplittableRandom random, int label) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        int patch = random.nextInt(16);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                boolean inside = y / PATCH == patch / 4 && x / PATCH == patch % 4;
                int grey = random.nextInt(88, 168);
                int colour = 0xF0 << (8 * label);
                image.setRGB(x, y, inside ? colour : grey << 16 | grey << 8 | grey);
            }
        }
        return image;
    }
}
