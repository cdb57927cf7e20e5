package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LR images of their own, in folders and in CSVs. */
class PairLayoutTest {
    private static final DatasetOptions OPTIONS =
            DatasetOptions.of(16).withWorkers(2).withLookSize(4);

    private final Path scratch;
    private final Path root;

    PairLayoutTest(@TempDir Path scratch) throws IOException {
        this.scratch = scratch;
        root = scratch.resolve("pairs");
        SampleTrees.folders(root.resolve("hr"), 16, 5, 2, "field", "town");
        for (String split : List.of("train", "test")) {
            for (String name : List.of("field", "town")) {
                for (int i = split.equals("train") ? 0 : 5; i < (split.equals("train") ? 5 : 7); i++) {
                    String path = split + "/" + name + "/" + i;
                    TestImages.put(root, "lr/" + path + ".png", TestImages.png(9, 6, path.hashCode()));
                }
            }
        }
    }

    private Dataset open(DatasetOptions options) {
        return Dataset.open(root.toString(), options);
    }

    /** The central square of the generated LR image of an HR image, averaged down. */
    private static byte[] expectedLook(String hrName) {
        String path = hrName.substring("hr/".length(), hrName.lastIndexOf('.'));
        byte[] wide = TestImages.noise(9, 6, path.hashCode());
        byte[] square = new byte[3 * 6 * 6];
        for (int y = 0; y < 6; y++) {
            System.arraycopy(wide, 3 * (9 * y + 1), square, 3 * 6 * y, 3 * 6);
        }
        return Resampling.resize(square, 6, 4);
    }

    @Test
    void batchesCarryTheLrImages() {
        for (DatasetOptions options : List.of(OPTIONS, OPTIONS.withCacheBytes(0))) {
            try (Dataset dataset = open(options);
                    BatchLoader loader = new BatchLoader(
                            dataset.train(), new int[] {3, 0, 6}, 3, 0, BatchLoader.LastBatch.KEEP, 2)) {
                assertThat(dataset.train().lookSize()).isEqualTo(4);
                Batch batch = Objects.requireNonNull(loader.next());
                byte[] looks = Objects.requireNonNull(batch.lookPixels());
                assertThat(looks).hasSize(3 * 48);
                for (int i = 0; i < 3; i++) {
                    byte[] look = java.util.Arrays.copyOfRange(looks, 48 * i, 48 * (i + 1));
                    assertThat(look).isEqualTo(expectedLook(dataset.train().name(batch.indices()[i])));
                }
            }
        }
    }

    @Test
    void missingAndBrokenLrImagesAreNamedAndCounted() throws IOException {
        Files.delete(root.resolve("lr/train/town/1.png"));
        TestImages.put(root, "lr/train/town/2.png", new byte[0]);
        TestImages.put(root, "lr/train/town/99.png", TestImages.png(9, 6, 1));
        DatasetOptions all = OPTIONS.withValidationFraction(0);
        try (Dataset dataset = open(all);
                Dataset onDemand = open(all.withCacheBytes(0))) {
            assertThat(dataset.train().size()).isEqualTo(8);
            assertThat(dataset.layout()).isEqualTo("pairs, 1 LR images without an HR image left out");
            assertThat(onDemand.train().size()).isEqualTo(8);
            assertThat(dataset.skipped())
                    .isEqualTo(onDemand.skipped())
                    .containsExactly(
                            "hr/train/town/1.jpg: its LR image lr/train/town/1.* is missing",
                            "hr/train/town/2.jpg: its LR image lr/train/town/2.png: the file is empty");
        }
        assertThatThrownBy(() -> open(all.withUnreadableLimit(0))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anLrImageThatTurnsOutBrokenLeavesItsPairOutOfTheBatch() throws IOException {
        byte[] encoded = TestImages.png(9, 6, 3);
        TestImages.put(root, "lr/test/field/5.png", java.util.Arrays.copyOf(encoded, encoded.length - 20));
        try (Dataset dataset = open(OPTIONS.withCacheBytes(0));
                BatchLoader loader = new BatchLoader(
                        dataset.test(), IntStream.range(0, 4).toArray(), 4, 0, BatchLoader.LastBatch.KEEP, 1)) {
            Batch batch = Objects.requireNonNull(loader.next());
            assertThat(batch.indices()).containsExactly(1, 2, 3);
            byte[] looks = Objects.requireNonNull(batch.lookPixels());
            assertThat(looks).hasSize(3 * 48);
            assertThat(java.util.Arrays.copyOf(looks, 48)).isEqualTo(expectedLook("hr/test/field/6.jpg"));
        }
    }

    @Test
    void theFingerprintFollowsTheLrImages() throws IOException {
        Path zip = scratch.resolve("pairs.zip");
        TestImages.zip(root, zip, "pairs/");
        String before;
        try (Dataset dataset = open(OPTIONS);
                Dataset zipped = Dataset.open(zip.toString(), OPTIONS);
                Dataset other = open(OPTIONS.withLookSize(8))) {
            before = dataset.fingerprint();
            assertThat(zipped.fingerprint()).isEqualTo(before);
            assertThat(other.fingerprint()).isNotEqualTo(before);
        }
        TestImages.put(root, "lr/test/town/6.png", TestImages.png(30, 30, 1));
        try (Dataset dataset = open(OPTIONS)) {
            assertThat(dataset.fingerprint()).isNotEqualTo(before);
        }
    }

    @Test
    void twoLrImagesOfOneNameAreRefused() throws IOException {
        TestImages.put(root, "lr/train/town/1.jpg", TestImages.png(9, 6, 1));
        assertThatThrownBy(() -> open(OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("two LR images of one name", "lr/train/town/1.jpg", "lr/train/town/1.png");
    }

    @Test
    void aSplitWithoutAnyLrImageIsRefused() throws IOException {
        for (String path : List.of("field/5", "field/6", "town/5", "town/6")) {
            Files.delete(root.resolve("lr/test/" + path + ".png"));
        }
        assertThatThrownBy(() -> open(OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("no HR image of test", "lr/test/field/5.png");
    }

    @Test
    void aCsvMayNameTheLrImages() throws Exception {
        Path csv = root.resolve("list.csv");
        String header = "label,location,look,split\n";
        Files.writeString(
                csv,
                header + "a,hr/train/field/1.jpg,lr/train/field/1.png,train\n"
                        + "a,hr/train/town/2.jpg,lr/train/town/2.png,test\n");
        try (Dataset dataset = Dataset.open(csv.toString(), OPTIONS)) {
            byte[] look = new byte[48];
            dataset.test().readLook(0, look, 0);
            assertThat(look).isEqualTo(expectedLook("hr/train/town/2.jpg"));
        }
        Files.writeString(csv, header + "a,hr/train/field/1.jpg,lr/train/field/77.png,train\n");
        assertThatThrownBy(() -> Dataset.open(csv.toString(), OPTIONS)).hasMessageContaining("lr/train/field/77.png");
        Files.writeString(csv, header + "a,hr/train/field/1.jpg,,train\n");
        assertThatThrownBy(() -> Dataset.open(csv.toString(), OPTIONS)).hasMessageContaining("has no look");
    }
}
