package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.core.bundle.ExpectedAccuracy;
import io.patchdrop.core.bundle.Guarantee;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.core.risk.LearnThenTest;
import io.patchdrop.core.risk.LearnThenTest.Choice;
import io.patchdrop.core.risk.Outcomes;
import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
    private static final int IMAGES = 150;

    private final Path folder;

    CalibrationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<LinearModel> models() {
        return TinyModels.all();
    }

    /** What is noted of each tau is what buying up to that confidence gives. */
    @ParameterizedTest
    @MethodSource("models")
    void outcomesAreThoseOfBuyingAtEachTau(LinearModel linear) throws IOException {
        List<RgbImage> images = TinyModels.images(linear, IMAGES);
        int[] labels = IntStream.range(0, IMAGES).map(i -> i % linear.classes()).toArray();
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            Calibration calibration = new Calibration(model);
            calibration.add(images.subList(0, 100), Arrays.copyOf(labels, 100));
            calibration.add(images.subList(100, IMAGES), Arrays.copyOfRange(labels, 100, IMAGES));
            Outcomes outcomes = calibration.outcomes();
            assertThat(outcomes.size()).isEqualTo(IMAGES);
            for (int t = 0; t < outcomes.taus().size(); t += 6) {
                double tau = outcomes.taus().get(t);
                Budget budget = tau == 1 ? Budget.patches(linear.patches()) : Budget.confidence(tau);
                List<Answer> answers = model.classify(images, budget);
                int right = 0;
                int patches = 0;
                for (int i = 0; i < IMAGES; i++) {
                    right += answers.get(i).classIndex() == labels[i] ? 1 : 0;
                    patches += answers.get(i).purchases().length;
                }
                assertThat(outcomes.accuracy(t)).isCloseTo((double) right / IMAGES, within(1e-12));
                assertThat(outcomes.patches(t)).isCloseTo((double) patches / IMAGES, within(1e-12));
            }
            int last = outcomes.taus().size() - 1;
            assertThat(outcomes.taus()).startsWith(0.3, 0.31).endsWith(0.99, 0.995, 0.999, 1.0);
            assertThat(outcomes.losses(last)).containsOnly(0);
            assertThat(outcomes.patches(last)).isEqualTo(linear.patches());
        }
    }

    /** Against buying as many patches of each image. */
    @ParameterizedTest
    @MethodSource("models")
    void accuraciesAreThoseOfSoManyPatches(LinearModel linear) throws IOException {
        List<RgbImage> images = TinyModels.images(linear, IMAGES);
        int[] labels = IntStream.range(0, IMAGES).map(i -> i % linear.classes()).toArray();
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            Calibration calibration = new Calibration(model);
            assertThat(calibration.accuracyByPatches()).isEmpty();
            calibration.add(images.subList(0, 100), Arrays.copyOf(labels, 100));
            calibration.add(images.subList(100, IMAGES), Arrays.copyOfRange(labels, 100, IMAGES));
            List<PatchAccuracy> rows = calibration.accuracyByPatches();
            assertThat(rows)
                    .extracting(PatchAccuracy::patches)
                    .isEqualTo(model.manifest().steps());
            for (PatchAccuracy row : rows) {
                List<Answer> answers = model.classify(images, Budget.patches(row.patches()));
                long right = IntStream.range(0, IMAGES)
                        .filter(i -> answers.get(i).classIndex() == labels[i])
                        .count();
                assertThat(row.accuracy()).isCloseTo(100.0 * right / IMAGES, within(1e-12));
            }
            assertThat(model.manifest().withAccuracyByPatches(rows).accuracyByPatches())
                    .isEqualTo(rows);
        }
    }

    @Test
    void guaranteesRiseAndSayWhatWasSeen() throws IOException {
        LinearModel linear = LinearModel.patchLocal();
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            Calibration calibration = new Calibration(model);
            assertThatThrownBy(() -> calibration.guarantees(List.of(0.1), 0.1, "none"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no images");
            assertThatThrownBy(() -> calibration.add(TinyModels.images(linear, 2), new int[] {0}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> calibration.add(TinyModels.images(linear, 1), new int[] {4}))
                    .isInstanceOf(IllegalArgumentException.class);
            calibration.add(TinyModels.images(linear, IMAGES), new int[IMAGES]);
            List<Guarantee> guarantees = calibration.guarantees(List.of(0.9, 0.001, 0.9), 0.2, "images");
            assertThat(guarantees).extracting(Guarantee::epsilon).containsExactly(0.001, 0.9);
            assertThat(guarantees.get(0).tau()).as("too few images for that").isEqualTo(1);
            assertThat(guarantees.get(0).patches()).isEqualTo(9);
            assertThat(guarantees.get(1).tau()).isLessThan(1);
            assertThat(guarantees.get(1).lost()).isLessThan(0.9);
            assertThat(guarantees).allSatisfy(row -> {
                assertThat(row.images()).isEqualTo(IMAGES);
                assertThat(row.delta()).isEqualTo(0.2);
                assertThat(row.data()).isEqualTo("images");
            });
            assertThat(model.manifest().withGuarantees(guarantees).guarantees()).isEqualTo(guarantees);
        }
    }

    /**
     * A real model on scenes it has never seen: the promise is checked where the truth is known, drawing calibration images
     * from a set of them, whose own loss is that truth.
     */
    @Test
    void thePromiseHoldsForTheModelOfScenes() {
        Path bundle = Path.of("..", "models", "scenes.patchdrop");
        try (PatchDropModel model = PatchDropModel.load(bundle, TinyModels.options())) {
            Outcomes population = outcomesOfScenes(model, 1000);
            double delta = 0.1;
            for (double epsilon : new double[] {0.005, 0.02}) {
                int failures = 0;
                double patches = 0;
                for (int split = 0; split < 200; split++) {
                    int[] drawn = Seeds.generator(41, "split", split)
                            .ints(2000, 0, population.size())
                            .toArray();
                    Choice choice = LearnThenTest.choose(population.drawn(drawn), epsilon, delta, split);
                    int chosen = population.taus().indexOf(choice.tau());
                    failures += population.lost(chosen) > epsilon ? 1 : 0;
                    patches += population.patches(chosen) / 200;
                }
                // P(binomial(200, 0.1) > 35) is below 0.001.
                assertThat(failures).as("epsilon %s", epsilon).isLessThanOrEqualTo(35);
                assertThat(patches).as("epsilon %s saves something", epsilon).isLessThan(6);
            }
        }
    }

    /** Scenes that neither training nor calibration has seen. */
    @Test
    void whatIsExpectedOfSoManyPatchesIsWhatComes() {
        try (PatchDropModel model =
                PatchDropModel.load(Path.of("..", "models", "scenes.patchdrop"), TinyModels.options())) {
            List<PatchAccuracy> expected = ofScenes(model, "calibration", 400).accuracyByPatches();
            List<PatchAccuracy> came = ofScenes(model, "others", 400).accuracyByPatches();
            for (int i = 0; i < expected.size(); i++) {
                // A standard deviation is at most 3.5 points, and 2.1 at 90 percent.
                assertThat(came.get(i).accuracy()).isCloseTo(expected.get(i).accuracy(), within(7.0));
            }
            assertThat(ExpectedAccuracy.of(model.manifest().withAccuracyByPatches(expected), 3)
                            .orElseThrow())
                    .as("the value head says about 50")
                    .isBetween(85.0, 95.0);
        }
    }

    private static Outcomes outcomesOfScenes(PatchDropModel model, int count) {
        return ofScenes(model, "calibration", count).outcomes();
    }

    private static Calibration ofScenes(PatchDropModel model, String part, int count) {
        SceneGenerator generator = new SceneGenerator(977);
        List<RgbImage> images = new ArrayList<>();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            Scene scene = generator.draw(part, i);
            images.add(new RgbImage(SceneGenerator.SIZE, SceneGenerator.SIZE, scene.pixels()));
            labels[i] = model.manifest()
                    .classes()
                    .indexOf(SceneGenerator.classNames().get(scene.label()));
        }
        Calibration calibration = new Calibration(model);
        calibration.add(images, labels);
        return calibration;
    }
}
