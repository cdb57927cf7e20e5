package io.patchdrop.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.data.BatchLoader.LastBatch;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.TensorTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluations against a loop over single images, each masked pixel by pixel. */
class SystemEvaluationTest extends TensorTest {
    private static final int PATCHES = 4;
    private static final int SIZE = 16;
    private static final int CLASSES = SceneGenerator.classNames().size();
    private static final double SIGMA = 0.5;
    private static final TrainingConfig CONFIG = TinyRun.config("data.test_limit=40");
    private static final EvaluationContext CONTEXT = EvaluationContext.of(CONFIG, Compute.cpu());
    private static Dataset data;
    private static ImageSplit test;

    private final Net hr = trained("cifar-resnet8-w4", CLASSES, SIZE, 131);
    private final Net lr = trained("cifar-resnet8-w4", CLASSES, 8, 132);
    private final Net policy = undecided(trained("grid-resnet8-w4", PATCHES, 8, 133));

    @BeforeAll
    static void open() {
        data = TinyRun.open(CONFIG);
        test = data.test();
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @Test
    void lrCnnBuysNothing() {
        PatchSystem system = new PatchSystem("LR-CNN", "-", PatchSystem.none(), null, lr);
        SystemResult row = assertAsNaive(system, look -> constant(0), (images, look) -> lr.forward(look));
        assertThat(row.patches()).isZero();
        assertThat(row.masks()).isEqualTo(1);
        assertThat(row.accuracy()).isEqualTo(Accuracy.of(CONTEXT, test, Views::look, lr));
    }

    @Test
    void hrCnnBuysEverything() {
        PatchSystem system = new PatchSystem("HR-CNN", "-", PatchSystem.all(), hr, null);
        SystemResult row = assertAsNaive(system, look -> constant(1), (images, look) -> hr.forward(images));
        assertThat(row.patches()).isEqualTo(PATCHES);
        assertThat(row.accuracy()).isEqualTo(Accuracy.of(CONTEXT, test, Views::images, hr));
    }

    @Test
    void patchDropBuysWhatThePolicySays() {
        PatchSystem system = new PatchSystem("PatchDrop", "Pt", PatchSystem.learned(policy), hr, null);
        SystemResult row = assertAsNaive(system, policy::forward, (images, look) -> hr.forward(images));
        assertThat(row.masks()).as("the case is not trivial").isGreaterThan(2);
    }

    @Test
    void ft2AddsTheLogitsOfTheLook() {
        PatchSystem system = new PatchSystem("PatchDrop", "Ft-2", PatchSystem.learned(policy), hr, lr);
        assertAsNaive(
                system, policy::forward, (images, look) -> hr.forward(images).add(lr.forward(look)));
    }

    /** Nets that come straight from training: nothing of the images may reach their batch-norm statistics. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void evaluationLeavesNoTraceInTheNets(boolean training) {
        List.of(policy, hr, lr).forEach(net -> net.train(training));
        List<Map<String, double[]>> before = List.of(state(policy), state(hr), state(lr));
        PatchSystem system = new PatchSystem("PatchDrop", "Ft-2", PatchSystem.learned(policy), hr, lr);
        SystemEvaluation.of(CONTEXT, test, system, SIGMA);
        List<Map<String, double[]>> after = List.of(state(policy), state(hr), state(lr));
        for (int net = 0; net < 3; net++) {
            Map<String, double[]> found = after.get(net);
            before.get(net)
                    .forEach((name, values) ->
                            assertThat(found.get(name)).as(name).containsExactly(values));
        }
    }

    private interface Classifier {
        Tensor logits(Tensor maskedImages, Tensor look);
    }

    private interface Chooser {
        /** Patches whose value is at least 0 are taken. */
        Tensor logits(Tensor look);
    }

    private SystemResult assertAsNaive(PatchSystem system, Chooser chooser, Classifier classifier) {
        List.of(policy, hr, lr).forEach(net -> net.train(true));
        SystemEvaluation evaluation = SystemEvaluation.of(CONTEXT, test, system, SIGMA);
        List.of(policy, hr, lr).forEach(net -> net.train(false));
        int right = 0;
        double reward = 0;
        List<Double> counts = new ArrayList<>();
        Set<String> masks = new HashSet<>();
        for (int image = 0; image < test.size(); image++) {
            Batch batch = single(image);
            double[] pixels = values(CONTEXT.pipeline().images(batch));
            Tensor look = CONTEXT.pipeline().look(tensor(pixels));
            double[] chosen = values(chooser.logits(look));
            boolean[] taken = new boolean[PATCHES];
            int count = 0;
            for (int patch = 0; patch < PATCHES; patch++) {
                taken[patch] = chosen[patch] >= 0;
                count += taken[patch] ? 1 : 0;
            }
            double[] logits = values(classifier.logits(tensor(masked(pixels, taken)), look));
            boolean correct =
                    logits[test.label(image)] == Arrays.stream(logits).max().orElseThrow();
            right += correct ? 1 : 0;
            reward += correct ? 1 - Math.pow((double) count / PATCHES, 2) : -SIGMA;
            counts.add((double) count);
            masks.add(Arrays.toString(taken));
        }
        double mean = counts.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double variance = counts.stream()
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        SystemResult row = evaluation.result(system, 12.5);
        assertThat(row.name()).isEqualTo(system.name());
        assertThat(row.stage()).isEqualTo(system.stage());
        assertThat(row.accuracy()).isCloseTo(100.0 * right / test.size(), within(1e-9));
        assertThat(row.patches()).isCloseTo(mean, within(1e-9));
        assertThat(row.patchesStd()).isCloseTo(Math.sqrt(variance), within(1e-9));
        assertThat(row.masks()).isEqualTo(masks.size());
        assertThat(evaluation.meanReward()).isCloseTo(reward / test.size(), within(1e-9));
        assertThat(row.trainSeconds()).isEqualTo(12.5);
        assertThat(row.msPerImage()).isPositive();
        return row;
    }

    private static double[] masked(double[] pixels, boolean[] taken) {
        double[] masked = new double[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int y = i / SIZE % SIZE;
            int x = i % SIZE;
            masked[i] = taken[y / (SIZE / 2) * 2 + x / (SIZE / 2)] ? pixels[i] : 0;
        }
        return masked;
    }

    private static Tensor tensor(double[] pixels) {
        float[] floats = new float[pixels.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) pixels[i];
        }
        return AbstractTensor.create(floats, 1, 3, SIZE, SIZE);
    }

    private static Tensor constant(double value) {
        return uniform(1, 0, 1, 1, PATCHES).fill_(new Scalar(value == 0 ? -1 : 1));
    }

    private static Batch single(int image) {
        try (BatchLoader loader = new BatchLoader(test, new int[] {image}, 1, 0, LastBatch.KEEP, 1)) {
            Batch batch = loader.next();
            assertThat(batch).isNotNull();
            return batch == null ? new Batch(new byte[0], new int[0], new int[0], 0) : batch;
        }
    }

    /** A net whose batch-norm statistics have seen images, so that training and evaluation mode differ. */
    private static Net trained(String spec, int outputs, int size, long seed) {
        Net net = NetSpec.parse(spec).build(outputs, size, 2, seed);
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            for (int round = 0; round < 5; round++) {
                net.forward(normal(seed + round, 16, 3, size, size));
            }
        }
        return net;
    }

    /** A policy whose logits have mean zero over the test images, so that its masks differ. */
    private static Net undecided(Net policy) {
        policy.train(false);
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            Tensor bias = Objects.requireNonNull(Weights.state(policy).get("fc.bias"));
            double sum = 0;
            for (int image = 0; image < test.size(); image++) {
                Tensor look = CONTEXT.pipeline().look(CONTEXT.pipeline().images(single(image)));
                sum += Arrays.stream(values(policy.forward(look))).average().orElseThrow();
            }
            bias.sub_(new Scalar(sum / test.size()));
        }
        return policy;
    }

    private static Map<String, double[]> state(Net net) {
        Map<String, double[]> values = new LinkedHashMap<>();
        Weights.state(net).forEach((name, tensor) -> values.put(name, values(tensor)));
        return values;
    }
}
