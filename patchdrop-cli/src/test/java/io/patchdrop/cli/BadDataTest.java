package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Data that cannot be used is named, and no run folder is made for it. */
class BadDataTest extends CommandLineTest {
    @Test
    void missingPath() throws IOException {
        Path missing = folder.resolve("missing");

        assertRefused(trainOn(missing), missing.toString(), "check the path");
        assertRefused(run("data", "info", missing.toString()), missing.toString(), "check the path");
        assertOnlyLeft();
    }

    @Test
    void folderOfAnotherLayout() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("photos"));

        assertRefused(trainOn(data), data.toString(), "train/<class>/<image>");
        assertOnlyLeft("data");
    }

    @Test
    void moreUnreadableImagesThanTheLimit() throws IOException {
        Path data = copyOfScenes();
        List<Path> images = images(data.resolve("train"));
        cutShort(images.get(0));
        cutShort(images.get(20));
        Files.writeString(images.get(40), "not an image");

        Outcome outcome = trainOn(data, "--set", "data.unreadable_limit=2");

        assertRefused(outcome, "3 images", data.toString(), name(data, images.get(0)), "data.unreadable_limit");
        assertOnlyLeft("data");
    }

    @Test
    void unreadableImagesWithinTheLimitAreNamedAndSkipped() throws IOException {
        Path data = copyOfScenes();
        List<Path> images = images(data.resolve("train"));
        cutShort(images.get(0));
        Files.writeString(images.get(40), "not an image");
        Files.writeString(images.get(40).resolveSibling("notes.txt"), "not an image either");

        Outcome outcome = trainOn(data, "--stages", "lr", "--set", "data.unreadable_limit=3");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines().filter(line -> line.startsWith("warning: skipped")))
                .hasSize(3)
                .anyMatch(line -> line.contains(name(data, images.get(0))))
                .anyMatch(line -> line.contains(name(data, images.get(40))))
                .anyMatch(line -> line.contains("notes.txt"));
    }

    @Test
    void emptyClassFolder() throws IOException {
        Path data = copyOfScenes();
        Files.createDirectory(data.resolve("train/zebra"));

        assertRefused(trainOn(data), "train/zebra", data.toString(), "add images");
        assertOnlyLeft("data");
    }

    @Test
    void imageSmallerThanAPatch() throws IOException {
        Path data = copyOfScenes();
        Path image = images(data.resolve("train")).get(5);
        ImageIO.write(new BufferedImage(15, 40, BufferedImage.TYPE_INT_RGB), "png", image.toFile());

        assertRefused(trainOn(data), name(data, image), "15 pixels", "patch of 16", "remove it");
        assertOnlyLeft("data");
    }

    @Test
    void testSplitIsCheckedBeforeTraining() throws IOException {
        Path data = copyOfScenes();
        for (Path image : images(data.resolve("test"))) {
            cutShort(image);
        }

        assertRefused(trainOn(data), "16 images", "data.unreadable_limit");
        assertOnlyLeft("data");
    }

    @Test
    void noTestSplitTrainsAndSaysWhatIsMissing() throws IOException {
        Path data = copyOfScenes();
        deleteTree(data.resolve("test"));

        Outcome outcome = trainOn(data, "--stages", "lr");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("warning: the data set has no test split");
        assertThat(folder.resolve("out/lr.safetensors")).exists();
    }

    @Test
    void noTrainSplit() throws IOException {
        Path data = copyOfScenes();
        deleteTree(data.resolve("train"));

        assertRefused(trainOn(data), data.toString(), "no train split");
        assertOnlyLeft("data");
    }

    @Test
    void csvWithMissingFiles() throws IOException {
        Path csv = Files.writeString(folder.resolve("list.csv"), "label,location\na,one.png\nb,two.png\n");

        assertRefused(trainOn(csv), "2 files of " + csv, "one.png", "relative locations");
        assertOnlyLeft("list.csv");
    }

    @Test
    void scenesIntoAFolderInUse() throws IOException {
        Files.createDirectories(folder.resolve("taken/inside"));

        Outcome outcome = run("data", "scenes", "--limit", "8", "--out", folder.resolve("taken") + "");

        assertRefused(outcome, "taken is not empty", "new or empty");
        assertOnlyLeft("taken");
    }

    private Outcome trainOn(Path data, String... more) {
        scenes = data;
        return train(folder.resolve("out"), more);
    }

    private Path copyOfScenes() {
        return SharedFiles.copy(scenes, folder.resolve("data"));
    }

    private static List<Path> images(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String name(Path data, Path image) {
        return data.relativize(image).toString();
    }

    private static void cutShort(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
