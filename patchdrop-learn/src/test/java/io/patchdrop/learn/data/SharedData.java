package io.patchdrop.learn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Published data sets that a machine may have; see CONTRIBUTING.md. */
public final class SharedData {
    private SharedData() {}

    /** A data set in the folder {@code shared} beside the checkout, unless PATCHDROP_SHARED names another. */
    public static Path file(String name) {
        Path beside = Path.of("").toAbsolutePath().resolve("../../shared");
        return Optional.ofNullable(System.getenv("PATCHDROP_SHARED"))
                .map(Path::of)
                .orElse(beside)
                .resolve("data")
                .resolve(name)
                .normalize();
    }

    /**
     * Pixels of the first test images of CIFAR-10, or of as many built-in scenes where there is no CIFAR-10.
     *
     * @param size height and width that they are resampled to
     * @return {@code [count, size, size, 3]}
     */
    public static byte[] images(int count, int size) {
        Path cifar = file("cifar10.zip");
        String location = Files.isRegularFile(cifar) ? cifar.toString() : "scenes";
        DatasetOptions options =
                DatasetOptions.of(size).withWorkers(1).withCacheBytes(0).withLimits(8, count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        try (Dataset data = Dataset.open(location, options);
                BatchLoader loader = new BatchLoader(data.test(), order, count, 0, BatchLoader.LastBatch.KEEP, 1)) {
            Batch batch = loader.next();
            if (batch == null || batch.size() < count) {
                throw new IllegalStateException(location + " has fewer than " + count + " images");
            }
            return batch.pixels();
        }
    }
}
