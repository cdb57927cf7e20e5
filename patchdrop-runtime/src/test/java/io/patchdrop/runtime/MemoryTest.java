package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchdrop.core.Budget;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    /** What Java's heap may grow by while a test runs, in bytes. */
    private static final long HEAP_MAY_GROW = 150 << 20;

    private final Path folder;

    MemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void manyCallsOfDifferentSizesDoNotLetMemoryGrow() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "resident memory is read from /proc");
        LinearModel linear = new LinearModel(4, 16, 16, 10, 8, 64, true, true, 8);
        List<RgbImage> images = TinyModels.images(linear, 32);
        List<Budget> budgets = List.of(Budget.confidence(0.9), Budget.policy(), Budget.patches(16), Budget.patches(0));
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            // The first rounds meet every size of a batch; after that, only a leak grows.
            rounds(model, images, budgets, 300);
            long before = residentBytes();
            rounds(model, images, budgets, 1500);
            assertThat(residentBytes() - before).as("bytes").isLessThan(HEAP_MAY_GROW);
        }
    }

    private static void rounds(PatchDropModel model, List<RgbImage> images, List<Budget> budgets, int rounds) {
        for (int round = 0; round < rounds; round++) {
            int count = 1 + round * 7 % images.size();
            model.classify(images.subList(0, count), budgets.get(round % budgets.size()));
        }
    }

    @Test
    void aModelThatIsClosedGivesItsMemoryBack() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "resident memory is read from /proc");
        LinearModel linear = new LinearModel(4, 16, 64, 50, 0, 128, false, true, 9);
        Path file = folder.resolve("large.patchdrop");
        LinearModel.write(file, linear.bundle());
        loadAndClose(linear, file, 10);
        long before = residentBytes();
        loadAndClose(linear, file, 100);
        // Each has weights of some 4 MiB, so that 400 MiB and more would be lost.
        assertThat(residentBytes() - before).as("bytes").isLessThan(HEAP_MAY_GROW);
    }

    private static void loadAndClose(LinearModel linear, Path file, int times) {
        for (int i = 0; i < times; i++) {
            try (PatchDropModel model = PatchDropModel.load(file, TinyModels.options())) {
                model.classify(TinyModels.image(linear, i));
            }
        }
    }

    @Test
    void lessMemoryMeansFewerImagesSideBySide() throws IOException {
        LinearModel linear = LinearModel.patchLocal();
        List<Integer> looks = new CopyOnWriteArrayList<>();
        RuntimeOptions options = TinyModels.options().withListener((graph, rows, time) -> {
            if (graph.equals("look.onnx")) {
                looks.add(rows);
            }
        });
        List<RgbImage> images = TinyModels.images(linear, 40);
        try (PatchDropModel model = TinyModels.load(linear, folder, options)) {
            model.classify(images);
        }
        try (PatchDropModel model = TinyModels.load(linear, folder, options.withMemory(1))) {
            model.classify(images.subList(0, 3));
        }
        assertThat(looks).containsExactly(32, 8, 1, 1, 1);
    }

    private static long residentBytes() throws IOException {
        System.gc();
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String line =
                    lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
    }
}
