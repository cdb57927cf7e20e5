package io.patchdrop.learn.systems;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.ToyImages;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anytime finds out which patch to buy first, and when to stop. */
class AnytimeLearningTest extends TensorTest {
    private static final int SIZE = 32;
    private static final int PATCH = 8;
    private static final List<String> CLASSES = List.of("checker", "horizontal", "vertical");

    private final Path folder;

    AnytimeLearningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar-resnet8-w8-s2", "refine-resnet12-w8"})
    void itBuysThePatchThatTellsAndStops(String net) throws IOException {
        ToyImages.write(
                folder.resolve("images"), CLASSES, new SplittableRandom(142), 150, 40, AnytimeLearningTest::draw);
        TrainingConfig config = TinyRun.config(
                "data.location='" + folder.resolve("images") + "'",
                "grid=4",
                "data.image_size=" + SIZE,
                "data.lr_size=8",
                "data.train_limit=0",
                "data.test_limit=0",
                "data.crop_padding=0",
                "lr.net=cifar-resnet8-w8",
                "lr.epochs=2",
                "lr.batch=16",
                "hr.net=" + net,
                "hr.epochs=8",
                "hr.batch=16",
                "hr.learning_rate=0.05",
                "anytime.policy_split=0.3",
                "anytime.score_net=grid-resnet8-w8",
                "anytime.hidden=16",
                "anytime.samples=8",
                "anytime.scores.epochs=10",
                "anytime.scores.batch=16",
                "anytime.scores.policy_learning_rate=5.0e-3",
                "anytime.value_epochs=10",
                "anytime.value_learning_rate=5.0e-3",
                "anytime.steps=[0, 1, 2, 4, 8, 16]",
                "anytime.taus=[0.5, 0.6, 0.7, 0.8, 0.9]",
                "anytime.lambdas=[0.02, 0.05, 0.1]");
        try (Dataset data = TinyRun.open(config)) {
            Compute compute = Compute.of(config.runtime());
            StageContext context = new StageContext(
                    config,
                    data,
                    compute,
                    RunFolder.create(folder.resolve("run"), config),
                    ConfigFiles.fingerprint(config, data.fingerprint()),
                    TrainingListener.silent(),
                    () -> false);
            Workbench bench = new Workbench(context, false);
            ComparedSystem anytime = new AnytimeSystem();
            anytime.train(bench);
            Trial trial =
                    new Trial(config, EvaluationContext.of(config, compute), bench.nets(), data.test(), warning -> {});
            List<SystemResult> rows = anytime.evaluate(trial);
            List<SystemResult> random = BlindSweep.random().evaluate(trial);
            double blind = random.get(2).accuracy();
            assertThat(random.get(2).patches()).isEqualTo(2);
            assertThat(best(rows, row -> row.tau() != null))
                    .as("step by step: %s", rows)
                    .isGreaterThan(blind + 30);
            assertThat(best(rows, row -> row.lambda() != null))
                    .as("at a price: %s", rows)
                    .isGreaterThan(blind + 30);
        }
    }

    /** The best accuracy of the rows that take two patches or fewer on average. */
    private static double best(List<SystemResult> rows, Predicate<SystemResult> kind) {
        return rows.stream()
                .filter(kind)
                .filter(row -> row.patches() <= 2)
                .map(SystemResult::accuracy)
                .max(Comparator.naturalOrder())
                .orElse(0.0);
    }

    /**
     * Grey noise of 32 pixels, one of 4 x 4 patches bright, with stripes or a checker of two pixels that are the class. In
     * the look of 8 pixels each of its pixels is the mean of a whole number of stripes: it shows where, but not what.
     */
    private static BufferedImage draw(SplittableRandom random, int label) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        int patch = random.nextInt(16);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                boolean inside = y / PATCH == patch / 4 && x / PATCH == patch % 4;
                boolean white =
                        switch (label) {
                            case 0 -> (x / 2 + y / 2) % 2 == 0;
                            case 1 -> y / 2 % 2 == 0;
                            default -> x / 2 % 2 == 0;
                        };
                int grey = inside ? (white ? 255 : 150) : random.nextInt(60, 120);
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        return image;
    }
}
