package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarLayoutTest {
    private static final DatasetOptions OPTIONS =
            DatasetOptions.of(32).withWorkers(2).withValidationFraction(0);

    private final Path scratch;

    private final Path ten;

    /** Records of random pixels, record i with the label i % 2 in its last label byte. */
    private static byte[] records(int count, int labelBytes, long seed) {
        int length = labelBytes + 3072;
        byte[] bytes = new byte[count * length];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i * length + labelBytes - 1] = (byte) (i % 2);
        }
        return bytes;
    }

    CifarLayoutTest(@TempDir Path scratch) throws IOException {
        this.scratch = scratch;
        ten = scratch.resolve("cifar-10-batches-bin");
        for (int i = 1; i <= 5; i++) {
            TestImages.put(ten, "data_batch_" + i + ".bin", records(4, 1, i));
        }
        TestImages.put(ten, "test_batch.bin", records(6, 1, 6));
        Files.writeString(ten.resolve("batches.meta.txt"), "zebra\nape\n\n");
    }

    @Test
    void planesBecomePixels() throws Exception {
        try (Dataset dataset = Dataset.open(ten.toString(), OPTIONS)) {
            assertThat(dataset.name()).isEqualTo("cifar10");
            assertThat(dataset.classes()).containsExactly("zebra", "ape");
            assertThat(dataset.train().labels()).hasSize(20);
            ImageSplit test = dataset.test();
            assertThat(test.labels()).containsExactly(0, 0, 0, 1, 1, 1);
            assertThat(test.name(1)).isEqualTo("test_batch.bin#00002");
            byte[] record = Arrays.copyOfRange(records(6, 1, 6), 2 * 3073, 3 * 3073);
            byte[] pixels = TestImages.read(test, 1);
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        assertThat(pixels[(y * 32 + x) * 3 + channel])
                                .isEqualTo(record[1 + channel * 1024 + y * 32 + x]);
                    }
                }
            }
        }
    }

    @Test
    void archiveAndOuterFolderAreTheSameDataset() throws Exception {
        Path archive = scratch.resolve("cifar-10-binary.tar.gz");
        try (TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)));
                Stream<Path> files = Files.list(ten)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/" + file.getFileName());
                entry.setSize(Files.size(file));
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
        try (Dataset folder = Dataset.open(ten.toString(), OPTIONS);
                Dataset outer = Dataset.open(scratch.toString(), OPTIONS);
                Dataset packed = Dataset.open(archive.toString(), OPTIONS)) {
            assertThat(packed.fingerprint()).isEqualTo(folder.fingerprint());
            assertThat(outer.fingerprint()).isEqualTo(folder.fingerprint());
            assertThat(TestImages.readAll(packed.train())).isEqualTo(TestImages.readAll(folder.train()));
        }
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Dataset.open(archive.toString(), OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cifar-10-binary.tar.gz");
    }

    @Test
    void cifar100UsesTheFineLabel() throws IOException {
        Path hundred = scratch.resolve("hundred/cifar-100-binary");
        TestImages.put(hundred, "train.bin", records(4, 2, 7));
        TestImages.put(hundred, "test.bin", records(2, 2, 8));
        Files.writeString(hundred.resolve("fine_label_names.txt"), "apple\nbee\n");
        Files.writeString(hundred.resolve("coarse_label_names.txt"), "fruit\n");
        try (Dataset dataset = Dataset.open(hundred.toString(), OPTIONS)) {
            assertThat(dataset.name()).isEqualTo("cifar100");
            assertThat(dataset.classes()).isEqualTo(List.of("apple", "bee"));
            assertThat(dataset.train().labels()).containsExactly(0, 0, 1, 1);
            assertThat(dataset.test().labels()).containsExactly(0, 1);
        }
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        byte[] records = records(4, 1, 3);
        TestImages.put(ten, "data_batch_3.bin", Arrays.copyOf(records, records.length - 1));
        assertRefused("data_batch_3.bin", "truncated");
        records[3073] = 9;
        TestImages.put(ten, "data_batch_3.bin", records);
        assertRefused("record 1 of data_batch_3.bin", "label 9");
        Files.delete(ten.resolve("data_batch_3.bin"));
        assertRefused("lacks the file data_batch_3.bin");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Dataset.open(ten.toString(), OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts);
    }
}
