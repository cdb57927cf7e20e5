package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Native memory is freed when its owner is closed, not when the garbage collector gets there. */
class NativeMemoryTest extends NativeTest {
    private final Path folder;
    private final Path file;

    NativeMemoryTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("weights.safetensors");
    }

    @Test
    void aClosedNetLeavesNoNativeObjectBehind() throws IOException {
        useANetOnce();
        long before = Pointer.totalCount();
        useANetOnce();
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void aNetOutlivesTheScopeItWasBuiltIn() {
        Net[] built = new Net[1];
        Torch.inScope(() -> {
            built[0] = NetSpec.parse("cifar-resnet8-w4").build(3, 8, 0, 1);
            built[0].freeze();
        });
        try (Net net = built[0]) {
            Torch.inScope(() -> {
                assertThat(net.forward(images(1, 2, 8)).shape()).containsExactly(2, 3);
            });
        }
        assertThat(built[0].isNull()).isTrue();
        built[0].close();
    }

    /** A thread without a scope: what no variable holds any more may be collected, and freed, at any moment. */
    @Test
    void theStateIsReadWholeWhileTheGarbageCollectorRuns() throws Exception {
        try (Net net = NetSpec.parse("cifar-resnet8-w4").build(3, 8, 0, 1)) {
            List<String> expected = List.copyOf(Weights.state(net).keySet());
            AtomicBoolean done = new AtomicBoolean();
            Thread collector = new Thread(() -> {
                while (!done.get()) {
                    System.gc();
                }
            });
            FutureTask<Boolean> reading = new FutureTask<>(() -> {
                for (int round = 0; round < 200; round++) {
                    assertThat(Weights.state(net).keySet()).containsExactlyElementsOf(expected);
                }
                return true;
            });
            collector.start();
            new Thread(reading).start();
            try {
                assertThat(reading.get()).isTrue();
            } finally {
                done.set(true);
                collector.join();
            }
        }
    }

    /**
     * In a process of its own, whose Java heap is small and resident from the start, so that only native memory can grow.
     * A net has 1.2 MB of weights: 200 lost ones, or only what was folded of them, would show as 240 MB.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryDoesNotGrow() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor()).isZero();
        assertThat(Long.parseLong(output.strip())).as("growth in kB").isLessThan(60 * 1024);
    }

    /** Prints by how many kilobytes 200 nets made the process grow. */
    public static void main(String[] arguments) throws IOException {
        NativeMemoryTest test = new NativeMemoryTest(Path.of(arguments[0]));
        for (int round = 0; round < 20; round++) {
            test.useANetOnce();
        }
        long before = residentKilobytes();
        for (int round = 0; round < 200; round++) {
            test.useANetOnce();
        }
        System.out.println(residentKilobytes() - before);
    }

    private void useANetOnce() throws IOException {
        try (Net net = NetSpec.parse("cifar-resnet8-w32").build(10, 16, 0, 1)) {
            Torch.inScope(() -> {
                net.forward(images(2, 8, 16)).sum().backward();
            });
            Weights.toChannelsLast(net);
            Weights.save(file, Map.of("", net), Map.of());
            try (Net copy = Weights.copyOf(net)) {
                Weights.load(file, Map.of("", copy));
                copy.freeze();
                Torch.inScope(() -> {
                    copy.forward(images(2, 8, 16));
                });
            }
        }
    }

    private static long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no VmRSS in /proc/self/status");
    }
}
