package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.systems.RunNets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training for long does not make the process grow: in a process of its own, whose Java heap is small and resident from
 * the start, so that only native memory can.
 */
@EnabledOnOs(OS.LINUX)
class StageMemoryTest {
    private static final int STEPS_PER_EPOCH = 50;

    private final Path folder;

    StageMemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aThousandStepsOfEachStageNeedNoMoreThanTheFirst() throws IOException, InterruptedException {
        assertStaysSmall(500, 1000);
    }

    @Test
    @Tag("long")
    void tenThousandStepsOfEachStageNeedNoMoreThanTheFirst() throws IOException, InterruptedException {
        assertStaysSmall(1000, 10_000);
    }

    private void assertStaysSmall(int warmUp, int steps) throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StageMemoryTest.class.getName(),
                        folder.toString(),
                        Integer.toString(warmUp),
                        Integer.toString(steps))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor()).isZero();
        System.out.print(output);
        List<String> lines = output.lines().toList();
        assertThat(lines).hasSize(3).allSatisfy(line -> {
            String[] fields = line.split(" ", -1);
            double before = Double.parseDouble(fields[1]);
            double after = Double.parseDouble(fields[2]);
            assertThat(before).as(line).isPositive();
            assertThat(after).as(line).isLessThan(1.05 * before);
        });
    }

    /** Prints for each stage: its name, resident kilobytes after the warm-up and at the end. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        long warmUp = Long.parseLong(arguments[1]);
        long steps = Long.parseLong(arguments[2]);
        int images = 4 * STEPS_PER_EPOCH;
        long epochs = (warmUp + steps + STEPS_PER_EPOCH - 1) / STEPS_PER_EPOCH;
        TrainingConfig config = TinyRun.config(
                "data.train_limit=" + images,
                "data.test_limit=8",
                "hr.batch=4",
                "pt.batch=4",
                "ft2.batch=4",
                "hr.epochs=" + epochs,
                "pt.epochs=" + epochs,
                "ft2.epochs=" + epochs);
        try (Dataset data = TinyRun.open(config)) {
            for (Stage stage : List.of(Stage.HR_CNN, Stage.PT, Stage.FT2)) {
                Gauge gauge = new Gauge(warmUp);
                StageContext context =
                        TinyRun.context(config, data, folder.resolve(stage.key() + steps), gauge, () -> false);
                train(context, stage);
                System.out.printf(Locale.ROOT, "%s %d %d kB%n", stage.title(), gauge.afterWarmUp, residentKilobytes());
            }
        }
    }

    private static void train(StageContext context, Stage stage) {
        RunNets nets = TinyRun.nets(context);
        try (Net hr = nets.newHrClassifier(notice -> {});
                Net lr = nets.newLrClassifier(notice -> {});
                Net policy = nets.newPolicy()) {
            switch (stage) {
                case HR_CNN ->
                    new ClassifierTraining(context, stage, context.config().hr(), ClassifierTraining.Input.IMAGE, hr)
                            .run();
                case PT -> new PolicyPretraining(context, policy, hr).run();
                case FT2 -> new JointFinetuning(context, stage, policy, hr, lr).run();
                case LR_CNN, FT1 -> throw new IllegalArgumentException(stage + " is not measured");
            }
        }
    }

    /** Looks at the resident memory once, after the warm-up. */
    private static final class Gauge implements TrainingListener {
        private final long warmUp;
        private long steps;
        private long afterWarmUp;

        Gauge(long warmUp) {
            this.warmUp = warmUp;
        }

        @Override
        public void stepDone() {
            steps++;
            if (steps == warmUp) {
                afterWarmUp = residentKilobytes();
            }
        }

        @Override
        public void stageStarted(String stage, long done, long total) {}

        @Override
        public void epochDone(String stage, int epoch, Map<String, Double> values) {}

        @Override
        public void stageDone() {}

        @Override
        public void warning(String text) {}
    }

    private static long residentKilobytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no VmRSS in /proc/self/status");
    }
}
