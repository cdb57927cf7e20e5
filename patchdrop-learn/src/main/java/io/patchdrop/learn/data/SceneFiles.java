package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Writes the built-in scenes as PNG files in the folder layout. */
public final class SceneFiles {
    private SceneFiles() {}

    /**
     * Writes the first scenes of each split to {@code out/<split>/<class>/<index>.png}: the images of the data set {@code
     * scenes:SEED}. They are written to a folder beside {@code out}, which is renamed when all are there, so {@code out}
     * is complete or absent.
     *
     * @param out a folder that is empty or does not exist
     * @param train number of training images, positive; likewise the others, 0 or more
     * @throws InvalidInputException if {@code out} is not empty or cannot be written, or a number is out of range
     */
    public static void write(Path out, long seed, int train, int validation, int test) {
        if (train < 1 || validation < 0 || test < 0) {
            throw new InvalidInputException(
                    "cannot write " + train + " training, " + validation + " validation and " + test + " test scenes",
                    "give at least one training scene and no negative numbers");
        }
        Path target = out.toAbsolutePath().normalize();
        try {
            requireEmpty(target);
            Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
            deleteTree(partial); // left by an interrupted run
            SceneGenerator generator = new SceneGenerator(seed);
            writeSplit(partial, generator, SplitName.TRAIN, train);
            writeSplit(partial, generator, SplitName.VALIDATION, validation);
            writeSplit(partial, generator, SplitName.TEST, test);
            Files.deleteIfExists(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException(
                    "the scenes cannot be written to " + out + ": " + e.getMessage(),
                    "check the place and the free space",
                    e);
        }
    }

    private static void requireEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new InvalidInputException(target + " is a file", "name a new or empty folder");
        }
        try (Stream<Path> inside = Files.list(target)) {
            if (inside.findAny().isPresent()) {
                throw new InvalidInputException(target + " is not empty", "name a new or empty folder");
            }
        }
    }

    private static void writeSplit(Path root, SceneGenerator generator, SplitName split, int count) {
        Parallel.forEach(count, Runtime.getRuntime().availableProcessors(), i -> {
            Scene scene = generator.draw(split.folder(), i);
            Path folder = root.resolve(split.folder())
                    .resolve(SceneGenerator.classNames().get(scene.label()));
            Path file = folder.resolve(String.format(Locale.ROOT, "%06d.png", i));
            try {
                Files.createDirectories(folder);
                ImageIO.write(image(scene.pixels()), "png", file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static BufferedImage image(byte[] rgb) {
        BufferedImage image = new BufferedImage(SceneGenerator.SIZE, SceneGenerator.SIZE, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return image;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
