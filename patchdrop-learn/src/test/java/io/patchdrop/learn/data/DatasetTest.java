package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Resampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    private static final DatasetOptions OPTIONS = DatasetOptions.of(8).withWorkers(3);

    private final Path scratch;

    private final Path root;

    DatasetTest(@TempDir Path scratch) throws IOException {
        this.scratch = scratch;
        root = scratch.resolve("animals");
        TestImages.putClasses(root, "train", 20, 8, "cat", "dog", "emu");
        TestImages.putClasses(root, "test", 4, 8, "cat", "dog", "emu");
    }

    private Dataset open() {
        return Dataset.open(root.toString(), OPTIONS);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> {
                    try (Dataset dataset = open()) {
                        dataset.train();
                        dataset.test();
                    }
                })
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void foldersBecomeSplitsWithTheirPixels() throws Exception {
        try (Dataset dataset = open()) {
            assertThat(dataset.name()).isEqualTo("animals");
            assertThat(dataset.classes()).containsExactly("cat", "dog", "emu");
            assertThat(dataset.train().size()).isEqualTo(54);
            assertThat(dataset.validation().labels()).containsExactly(0, 0, 1, 1, 2, 2);
            ImageSplit test = dataset.test();
            assertThat(TestImages.names(test))
                    .startsWith("test/cat/0.png", "test/cat/1.png")
                    .hasSize(12);
            for (int i = 0; i < test.size(); i++) {
                assertThat(TestImages.read(test, i))
                        .isEqualTo(TestImages.noise(8, 8, test.name(i).hashCode()));
            }
            assertThat(dataset.skipped()).isEmpty();
        }
    }

    @Test
    void heldOutImagesAreNotTrainedOn() {
        try (Dataset dataset = open();
                Dataset again = open();
                Dataset other = Dataset.open(root.toString(), OPTIONS.withSeed(1))) {
            assertThat(TestImages.names(dataset.train()))
                    .doesNotContainAnyElementsOf(TestImages.names(dataset.validation()));
            assertThat(TestImages.names(again.validation())).isEqualTo(TestImages.names(dataset.validation()));
            assertThat(TestImages.names(other.validation())).isNotEqualTo(TestImages.names(dataset.validation()));
        }
    }

    @Test
    void ownValidationSplitIsUsed() throws IOException {
        TestImages.putClasses(root, "val", 1, 8, "cat", "dog", "emu");
        try (Dataset dataset = open()) {
            assertThat(dataset.train().size()).isEqualTo(60);
            assertThat(dataset.split("val")).isSameAs(dataset.validation());
            assertThatThrownBy(() -> dataset.split("dev")).isInstanceOf(InvalidInputException.class);
            assertThat(TestImages.names(dataset.validation()))
                    .containsExactly("val/cat/0.png", "val/dog/0.png", "val/emu/0.png");
        }
    }

    @Test
    void zipAndFolderAreTheSameDataset() throws Exception {
        Path zip = scratch.resolve("animals.zip");
        Path nested = scratch.resolve("nested.zip");
        TestImages.zip(root, zip, "");
        TestImages.zip(root, nested, "animals-v2/");
        try (Dataset folder = open();
                Dataset zipped = Dataset.open(zip.toString(), OPTIONS);
                Dataset inside = Dataset.open(nested.toString(), OPTIONS)) {
            assertThat(zipped.name()).isEqualTo("animals");
            assertThat(zipped.fingerprint()).isEqualTo(folder.fingerprint()).hasSize(64);
            assertThat(inside.fingerprint()).isEqualTo(folder.fingerprint());
            assertThat(TestImages.readAll(zipped.train())).isEqualTo(TestImages.readAll(folder.train()));
            assertThat(TestImages.readAll(inside.test())).isEqualTo(TestImages.readAll(folder.test()));
        }
    }

    @Test
    void fingerprintFollowsTheContent() throws IOException {
        String before;
        try (Dataset dataset = open();
                Dataset larger = Dataset.open(root.toString(), DatasetOptions.of(16))) {
            before = dataset.fingerprint();
            assertThat(larger.fingerprint()).isNotEqualTo(before);
        }
        Files.move(root.resolve("test/cat/0.png"), root.resolve("test/dog/9.png"));
        try (Dataset dataset = open()) {
            assertThat(dataset.fingerprint()).isNotEqualTo(before);
        }
    }

    @Test
    void whatSystemsLeaveBehindIsIgnored() throws IOException {
        for (String path :
                List.of("train/cat/Thumbs.db", "train/.hidden/a.png", "__MACOSX/train/cat/._0.png", "README.md")) {
            TestImages.put(root, path, new byte[] {1});
        }
        try (Dataset dataset = open()) {
            assertThat(dataset.train().size()).isEqualTo(54);
            assertThat(dataset.skipped()).isEmpty();
        }
    }

    @Test
    void uncachedSplitsReadTheSame() throws Exception {
        try (Dataset cached = open();
                Dataset uncached = Dataset.open(root.toString(), OPTIONS.withCacheBytes(0))) {
            assertThat(TestImages.readAll(uncached.train())).isEqualTo(TestImages.readAll(cached.train()));
        }
    }

    @Test
    void otherSizesAreResized() throws Exception {
        try (Dataset dataset = Dataset.open(root.toString(), DatasetOptions.of(5))) {
            ImageSplit test = dataset.test();
            byte[] source = TestImages.noise(8, 8, test.name(7).hashCode());
            assertThat(TestImages.read(test, 7)).isEqualTo(Resampling.resize(source, 8, 5));
        }
    }

    @Test
    void unreadableImagesAreNamedAndSkipped() throws IOException {
        TestImages.put(root, "test/cat/broken.jpg", new byte[0]);
        TestImages.put(root, "test/dog/text.png", "no image".getBytes(StandardCharsets.UTF_8));
        TestImages.put(root, "test/dog/photo.webp", new byte[] {1});
        try (Dataset dataset = open()) {
            assertThat(dataset.test().size()).isEqualTo(12);
            assertThat(dataset.skipped()).hasSize(3);
            assertThat(dataset.skipped().get(0)).isEqualTo("test/cat/broken.jpg: the file is empty");
            assertThat(dataset.skipped().get(1)).startsWith("test/dog/photo.webp: its name does not end in one of jpg");
        }
        assertThatThrownBy(() -> {
                    try (Dataset dataset = Dataset.open(root.toString(), OPTIONS.withUnreadableLimit(2))) {
                        dataset.test();
                    }
                })
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("3 images", "limit of 2", "test/cat/broken.jpg: the file is empty");
    }

    @Test
    void unreadableImagesFoundOnDemandAreCountedOnce() throws IOException {
        byte[] encoded = TestImages.png(8, 8, 3);
        TestImages.put(root, "test/cat/cut.png", Arrays.copyOf(encoded, encoded.length - 30));
        try (Dataset dataset = Dataset.open(root.toString(), OPTIONS.withCacheBytes(0))) {
            ImageSplit test = dataset.test();
            int cut = TestImages.names(test).indexOf("test/cat/cut.png");
            byte[] target = new byte[test.imageBytes()];
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> test.read(cut, target, 0))
                        .isInstanceOf(UnreadableImageException.class)
                        .hasMessage("test/cat/cut.png: the file ends too early");
            }
            assertThat(dataset.skipped()).containsExactly("test/cat/cut.png: the file ends too early");
        }
    }

    @Test
    void imagesBelowThePatchSizeAreRefused() throws IOException {
        TestImages.put(root, "train/dog/small.png", TestImages.png(9, 3, 1));
        for (DatasetOptions options : List.of(OPTIONS, OPTIONS.withCacheBytes(0))) {
            assertThatThrownBy(() -> {
                        try (Dataset dataset = Dataset.open(
                                root.toString(), options.withMinimumSize(4).withValidationFraction(0))) {
                            dataset.train();
                        }
                    })
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContainingAll("train/dog/small.png", "3 pixels", "4");
        }
    }

    @Test
    void classesMustAgree() throws IOException {
        TestImages.putClasses(root, "test", 1, 8, "yak");
        assertRefused("yak", "in test but not in train");
    }

    @Test
    void emptyClassFoldersAreRefused() throws IOException {
        Files.createDirectories(root.resolve("train/fox"));
        assertRefused("train/fox", "has no images");
        Path zip = scratch.resolve("empty.zip");
        TestImages.zip(root, zip, "");
        assertThatThrownBy(() -> Dataset.open(zip.toString(), OPTIONS)).hasMessageContaining("train/fox");
    }

    @Test
    void splitsUnderOtherNamesAreRefused() throws IOException {
        TestImages.putClasses(root, "validation", 1, 8, "cat");
        assertRefused("folder validation", "rename it to val");
    }

    @Test
    void missingSplitsAreToldOnlyWhenNeeded() throws IOException {
        Path alone = scratch.resolve("alone");
        TestImages.putClasses(alone, "train", 2, 8, "cat", "dog");
        try (Dataset dataset = Dataset.open(alone.toString(), OPTIONS)) {
            assertThat(dataset.train().size()).isEqualTo(2);
            assertThat(dataset.hasTest()).isFalse();
            assertThatThrownBy(dataset::test)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no test split");
        }
    }

    @Test
    void otherPlacesAreNoDataset() throws IOException {
        Path flat = scratch.resolve("flat");
        TestImages.putClasses(flat, "cats", 1, 8, "a");
        Path text = scratch.resolve("data.txt");
        Files.writeString(text, "text");
        Path zip = scratch.resolve("broken.zip");
        Files.writeString(zip, "text");
        assertThatThrownBy(() -> Dataset.open(flat.toString(), OPTIONS)).hasMessageContaining("no folder train");
        assertThatThrownBy(() -> Dataset.open(text.toString(), OPTIONS)).hasMessageContaining("is not a data set");
        assertThatThrownBy(() -> Dataset.open(zip.toString(), OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("broken.zip");
        assertThatThrownBy(() -> Dataset.open(scratch + "/absent", OPTIONS))
                .hasMessageContaining("there is no data set");
        assertThatThrownBy(() -> Dataset.open("https://example.org/a.zip", OPTIONS))
                .hasMessageContaining("is remote");
    }

    @Test
    void zipEntriesMayNotLeaveTheZip() throws IOException {
        for (String name : List.of("../train/cat/1.png", "/train/cat/1.png", "train/cat/..\\1.png")) {
            Path zip = scratch.resolve("attack.zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.putNextEntry(new ZipEntry(name));
            }
            assertThatThrownBy(() -> Dataset.open(zip.toString(), OPTIONS))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("leads out of it");
        }
    }

    @Test
    void optionsHaveRanges() {
        assertThatThrownBy(() -> DatasetOptions.of(0)).hasMessageContaining("imageSize is 0");
        assertThatThrownBy(() -> OPTIONS.withWorkers(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> OPTIONS.withValidationFraction(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThat(OPTIONS.withLimits(5, 6).trainLimit()).isEqualTo(5);
        assertThat(OPTIONS.withLimits(5, 6).testLimit()).isEqualTo(6);
    }
}
