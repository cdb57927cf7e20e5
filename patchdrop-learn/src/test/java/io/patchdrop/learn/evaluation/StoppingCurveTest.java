package io.patchdrop.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluatedSystem.Answer;
import io.patchdrop.learn.evaluation.StoppingCurve.Steps;
import io.patchdrop.learn.evaluation.StoppingCurve.Stepwise;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AbstractTensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The curve against a walk through every image by hand, with a system whose answers are made up. */
class StoppingCurveTest extends TensorTest {
    private static final TrainingConfig CONFIG = TinyRun.config("data.test_limit=40");
    private static final EvaluationContext CONTEXT = EvaluationContext.of(CONFIG, Compute.cpu());
    private static final int PATCHES = 4;
    private static final int[] COUNTS = {0, 1, 2, 4};

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Dataset data;

    @BeforeAll
    static void open() {
        data = TinyRun.open(CONFIG);
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.8, 0.95})
    void anImageStopsAtTheFirstStepThatIsSureEnough(double tau) {
        MadeUp system = new MadeUp();
        int images = data.test().size();
        int right = 0;
        double patches = 0;
        Set<Integer> steps = new HashSet<>();
        for (int image = 0; image < images; image++) {
            int step = 0;
            while (step < COUNTS.length - 1 && system.confidence[image][step] < tau) {
                step++;
            }
            steps.add(step);
            patches += COUNTS[step];
            right += system.right[image][step] ? 1 : 0;
        }
        SystemResult row = StoppingCurve.of(CONTEXT, data.test(), system).at("Anytime", tau, 12.5);
        assertThat(row.accuracy()).isCloseTo(100.0 * right / images, within(1e-9));
        assertThat(row.patches()).isCloseTo(patches / images, within(1e-9));
        assertThat(row.masks()).as("one mask a step").isEqualTo(steps.size());
        assertThat(row.tau()).isEqualTo(tau);
        assertThat(row.lambda()).isNull();
        assertThat(row.trainSeconds()).isEqualTo(12.5);
    }

    /** Nothing is ever quite sure enough: the last step answers. */
    @Test
    void theLastStepAnswersWhateverItsConfidence() {
        SystemResult row = StoppingCurve.of(CONTEXT, data.test(), new MadeUp()).at("Anytime", 1, 0);
        assertThat(row.patches()).isEqualTo(PATCHES);
        assertThat(row.patchesStd()).isZero();
    }

    @Test
    void moreConfidenceTakesMorePatches() {
        StoppingCurve curve = StoppingCurve.of(CONTEXT, data.test(), new MadeUp());
        double before = -1;
        for (int i = 1; i <= 20; i++) {
            double tau = i / 20.0;
            double patches = curve.at("Anytime", tau, 0).patches();
            assertThat(patches).as("tau %s", tau).isGreaterThanOrEqualTo(before);
            before = patches;
        }
        assertThat(before).isEqualTo(PATCHES);
    }

    @Test
    void aShareGoesOn() {
        MadeUp system = new MadeUp();
        StoppingCurve curve = StoppingCurve.of(CONTEXT, data.test(), system);
        double[] first = Arrays.stream(system.confidence)
                .mapToDouble(image -> image[0])
                .sorted()
                .toArray();
        SystemResult half = curve.atShare("Cascade", 0.5, 2);
        assertThat(half.tau()).isNull();
        SystemResult same = curve.at("Cascade", (first[first.length / 2 - 1] + first[first.length / 2]) / 2, 2);
        assertThat(half.patches()).isEqualTo(same.patches());
        assertThat(half.accuracy()).isEqualTo(same.accuracy());
        assertThat(curve.atShare("Cascade", 0, 2).patches()).isEqualTo(COUNTS[0]);
        assertThat(curve.atShare("Cascade", 1, 2).patches())
                .isEqualTo(curve.at("Cascade", 1, 2).patches());
    }

    /** Its confidences and answers are drawn; they need not rise from step to step. */
    private static final class MadeUp implements Stepwise {
        private final double[][] confidence = new double[data.test().size()][COUNTS.length];
        private final boolean[][] right = new boolean[data.test().size()][COUNTS.length];
        private final int classes = data.classes().size();
        private int started;

        MadeUp() {
            SplittableRandom random = new SplittableRandom(7);
            for (int image = 0; image < confidence.length; image++) {
                for (int step = 0; step < COUNTS.length; step++) {
                    // Above 1/2, so that the class it is given to is the answer.
                    confidence[image][step] = random.nextDouble(0.51, 0.99);
                    right[image][step] = random.nextBoolean();
                }
            }
        }

        @Override
        public List<Net> nets() {
            return List.of();
        }

        @Override
        public int steps() {
            return COUNTS.length;
        }

        @Override
        public Steps start(EvaluationContext context, Views views) {
            int first = started;
            int batch = Math.toIntExact(views.look().size(0));
            started += batch;
            return step -> {
                float[] logits = new float[batch * classes];
                float[] actions = new float[batch * PATCHES];
                for (int i = 0; i < batch; i++) {
                    int label = data.test().label(first + i);
                    int answer = right[first + i][step] ? label : (label + 1) % classes;
                    double share = confidence[first + i][step];
                    logits[i * classes + answer] = (float) Math.log(share / (1 - share) * (classes - 1));
                    for (int patch = 0; patch < COUNTS[step]; patch++) {
                        actions[i * PATCHES + patch] = 1;
                    }
                }
                return new Answer(
                        AbstractTensor.create(logits, batch, classes), AbstractTensor.create(actions, batch, PATCHES));
            };
        }
    }
}
