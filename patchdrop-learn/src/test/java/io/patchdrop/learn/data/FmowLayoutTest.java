package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Resampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmowLayoutTest {
    /** Patches of 16 px: the cuts of small boxes are smaller, and are enlarged. */
    private static final DatasetOptions OPTIONS =
            DatasetOptions.of(64).withMinimumSize(16).withWorkers(2);

    private final Path scratch;
    private final Path root;

    FmowLayoutTest(@TempDir Path scratch) throws IOException {
        this.scratch = scratch;
        root = scratch.resolve("fmow-rgb");
        SampleTrees.fmow(root, "train", 3, "airport", "zoo");
        SampleTrees.fmow(root, "val", 1, "airport", "zoo");
    }

    private Dataset open() {
        return Dataset.open(root.toString(), OPTIONS);
    }

    @Test
    void thePublishedTestSplitIsJoinedWithItsGroundTruth() throws IOException {
        SampleTrees.fmowTest(root, "zoo", "airport");
        try (Dataset dataset = open()) {
            assertThat(dataset.layout()).isEqualTo("fMoW");
            assertThat(dataset.classes()).containsExactly("airport", "zoo");
            assertThat(dataset.train().labels()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
            assertThat(TestImages.names(dataset.validation()))
                    .containsExactly(
                            "val/airport/airport_0/airport_0_0_rgb.jpg#40,30,90,70",
                            "val/airport/airport_0/airport_0_1_rgb.jpg#40,30,90,70",
                            "val/zoo/zoo_0/zoo_0_0_rgb.jpg#40,30,90,70",
                            "val/zoo/zoo_0/zoo_0_1_rgb.jpg#40,30,90,70");
            assertThat(TestImages.names(dataset.test()))
                    .containsExactly(
                            "test/0011979/0011979_0_rgb.jpg#50,40,60,60", "test/0011978/0011978_0_rgb.jpg#50,40,60,60");
            assertThat(dataset.skipped()).isEmpty();
        }
    }

    @Test
    void aBoxIsCutOutWithContextAndStretchedToASquare() throws Exception {
        try (Dataset dataset = open();
                Dataset uncached = Dataset.open(root.toString(), OPTIONS.withCacheBytes(0))) {
            int place = TestImages.names(dataset.train()).indexOf("train/zoo/zoo_1/zoo_1_0_rgb.jpg#40,30,90,70");
            assertThat(place).isNotNegative();
            // 200 x 160 px, a box of 45 % and 43 %: 9 and 7 px of context on each side.
            byte[] file = Files.readAllBytes(root.resolve("train/zoo/zoo_1/zoo_1_0_rgb.jpg"));
            var image = ImageIO.read(new java.io.ByteArrayInputStream(file));
            byte[] cut = new byte[3 * 108 * 84];
            for (int i = 0; i < 108 * 84; i++) {
                int rgb = image.getRGB(31 + i % 108, 23 + i / 108);
                cut[3 * i] = (byte) (rgb >> 16);
                cut[3 * i + 1] = (byte) (rgb >> 8);
                cut[3 * i + 2] = (byte) rgb;
            }
            assertThat(TestImages.read(dataset.train(), place)).isEqualTo(Resampling.resize(cut, 108, 84, 64));
            assertThat(TestImages.readAll(uncached.train())).isEqualTo(TestImages.readAll(dataset.train()));
        }
    }

    @Test
    void severalBoxesAreSeveralImages() throws IOException {
        put(
                "train/zoo/zoo_0/zoo_0_0_rgb.json",
                "{\"bounding_boxes\": [{\"ID\": 1, \"box\": [5, 5, 9, 9], \"category\": \"zoo\"},"
                        + " {\"ID\": 2, \"box\": [50, 60, 70, 80], \"category\": \"airport\"},"
                        + " {\"ID\": 3, \"box\": [1, 1, 9, 9], \"category\": \"false_detection\"}]}");
        put("train/zoo/zoo_0/zoo_0_1_rgb.json", "{\"bounding_boxes\": {\"ID\": 1, \"box\": [5, 6, 70, 80]}}");
        try (Dataset dataset = Dataset.open(root.toString(), OPTIONS.withValidationFraction(0))) {
            assertThat(TestImages.names(dataset.train()))
                    .contains(
                            "train/zoo/zoo_0/zoo_0_0_rgb.jpg#5,5,9,9",
                            "train/zoo/zoo_0/zoo_0_0_rgb.jpg#50,60,70,80",
                            "train/zoo/zoo_0/zoo_0_1_rgb.jpg#5,6,70,80");
            assertThat(dataset.train().labels()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
            assertThat(dataset.layout()).endsWith("1 false detections left out");
        }
    }

    @Test
    void withoutLabelledTestImagesValIsTheTestSplitAndPlacesAreHeldOutWhole() throws IOException {
        put("test/0000001/0000001_0_rgb.json", "{}");
        try (Dataset dataset = Dataset.open(root.toString(), OPTIONS.withValidationFraction(0.3))) {
            assertThat(dataset.layout()).isEqualTo("fMoW, val as the test split");
            assertThat(TestImages.names(dataset.test())).allMatch(name -> name.startsWith("val/"));
            assertThat(dataset.validation().size()).isEqualTo(4);
            assertThat(places(dataset.validation())).hasSize(2).doesNotContainAnyElementsOf(places(dataset.train()));
        }
    }

    private static Set<String> places(ImageSplit split) {
        Set<String> places = new HashSet<>();
        TestImages.names(split).forEach(name -> places.add(name.substring(0, name.lastIndexOf('/'))));
        return places;
    }

    @Test
    void testImagesSortedIntoClassesAreTaken() throws IOException {
        SampleTrees.fmow(root, "test", 1, "zoo");
        try (Dataset dataset = open()) {
            assertThat(dataset.test().labels()).containsExactly(1, 1);
            assertThat(dataset.validation().size()).isEqualTo(4);
        }
    }

    @Test
    void whatCannotBeUsedIsNamedAndCounted() throws IOException {
        Files.delete(root.resolve("train/zoo/zoo_0/zoo_0_0_rgb.json"));
        Files.delete(root.resolve("train/zoo/zoo_1/zoo_1_0_rgb.jpg"));
        put("train/zoo/zoo_0/zoo_0_1_rgb.json", "{\"bounding_boxes\": [");
        put("train/zoo/zoo_1/zoo_1_1_rgb.json", "{\"bounding_boxes\": [{\"ID\": 1, \"box\": [1, 2, 3]}]}");
        put("train/zoo/zoo_2/zoo_2_0_rgb.json", "{\"bounding_boxes\": [{\"ID\": 1, \"box\": [1, 2, 2, 30]}]}");
        put("train/airport/airport_0/airport_0_0_rgb.json", "{}");
        put(
                "train/airport/airport_0/airport_0_1_rgb.json",
                "{\"bounding_boxes\": [{\"ID\": 1, \"box\": [900, 2, 20, 30]}]}");
        try (Dataset dataset = open()) {
            dataset.train();
            List<String> skipped = dataset.skipped();
            assertThat(skipped).hasSize(7);
            assertThat(skipped.get(0)).contains("airport_0_0_rgb.jpg: its JSON file has a bounding box that is not");
            assertThat(skipped.get(1)).contains("airport_0_1_rgb.jpg#900,2,20,30: its box 900,2,20,30 lies outside");
            assertThat(skipped.get(2))
                    .endsWith("zoo_0_0_rgb.jpg: its JSON file train/zoo/zoo_0/zoo_0_0_rgb.json is missing");
            assertThat(skipped.get(3)).contains("zoo_0_1_rgb.jpg: its JSON file is damaged");
            assertThat(skipped.get(4)).endsWith("zoo_1_0_rgb.json: there is no image beside it");
            assertThat(skipped.get(5)).contains("zoo_1_1_rgb.jpg: its JSON file has a bounding box that is not");
            assertThat(skipped.get(6)).endsWith("zoo_2_0_rgb.jpg#1,2,2,30: its box is too small");
        }
        assertThatThrownBy(() -> Dataset.open(root.toString(), OPTIONS.withUnreadableLimit(2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("6 images");
    }

    @Test
    void aZipIsTheSameDataset() throws Exception {
        Path zip = scratch.resolve("fmow.zip");
        TestImages.zip(root, zip, "fmow-rgb/");
        try (Dataset folder = open();
                Dataset zipped = Dataset.open(zip.toString(), OPTIONS)) {
            assertThat(zipped.fingerprint()).isEqualTo(folder.fingerprint());
            assertThat(TestImages.readAll(zipped.train())).isEqualTo(TestImages.readAll(folder.train()));
        }
    }

    @Test
    void withoutAnnotationsThereIsNothingToTrainOn() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path :
                    paths.filter(one -> one.toString().endsWith(".json")).toList()) {
                Files.delete(path);
            }
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("no training image", "usable JSON file", "download the JSON files");
    }

    private void put(String path, String json) throws IOException {
        TestImages.put(root, path, json.getBytes(StandardCharsets.UTF_8));
    }
}
