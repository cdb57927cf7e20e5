package io.patchdrop.learn.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.ImagePipeline;
import io.patchdrop.learn.tensor.TensorTest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stage must not touch stays as it was, bit for bit, and what it trains moves. */
class FrozenPartsTest extends TensorTest {
    private final Path folder;

    FrozenPartsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pretrainingMovesThePolicyAlone() {
        TrainingConfig config = TinyRun.config("pt.epochs=1");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder);
            RunNets nets = TinyRun.nets(context);
            Net policy = nets.newPolicy();
            Net classifier = nets.newHrClassifier(notice -> {});
            Map<String, double[]> classifierBefore = snapshot(classifier);
            Map<String, double[]> policyBefore = snapshot(policy);
            new PolicyPretraining(context, policy, classifier).run();
            assertSame(snapshot(classifier), classifierBefore);
            assertAllWeightsMoved(snapshot(policy), policyBefore);
        }
    }

    @Test
    void jointFinetuningLeavesTheLrClassifier() {
        TrainingConfig config = TinyRun.config("ft2.epochs=1");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder);
            RunNets nets = TinyRun.nets(context);
            Net policy = nets.newPolicy();
            Net classifier = nets.newHrClassifier(notice -> {});
            Net lrClassifier = nets.newLrClassifier(notice -> {});
            Map<String, double[]> lrBefore = snapshot(lrClassifier);
            Map<String, double[]> policyBefore = snapshot(policy);
            Map<String, double[]> classifierBefore = snapshot(classifier);
            new JointFinetuning(context, Stage.FT2, policy, classifier, lrClassifier).run();
            assertSame(snapshot(lrClassifier), lrBefore);
            assertAllWeightsMoved(snapshot(policy), policyBefore);
            assertAllWeightsMoved(snapshot(classifier), classifierBefore);
        }
    }

    /**
     * One step of Ft-1: the classifier's batch-norm statistics are those of a copy that has seen the sampled masked batch
     * and nothing else, neither the baseline's masks nor the validation images.
     */
    @Test
    void onlySampledMasksMoveTheBatchNormStatistics() {
        TrainingConfig config = TinyRun.config("data.train_limit=8", "ft1.epochs=1");
        try (Dataset data = TinyRun.open(config)) {
            StageContext context = TinyRun.context(config, data, folder);
            RunNets nets = TinyRun.nets(context);
            Net policy = nets.newPolicy();
            Net classifier = nets.newHrClassifier(notice -> {});
            Map<String, double[]> expected = statisticsAfterTheSampledBatch(context, policy, classifier);
            new JointFinetuning(context, Stage.FT1, policy, classifier, null).run();
            assertSame(statistics(classifier), expected);
        }
    }

    private static Map<String, double[]> statisticsAfterTheSampledBatch(
            StageContext context, Net policy, Net classifier) {
        Net copy = Weights.copyOf(classifier);
        Net policyCopy = Weights.copyOf(policy);
        ImagePipeline pipeline = context.pipeline();
        RandomGenerator random = context.random(Stage.FT1, 0, 0);
        try (BatchLoader loader = context.trainBatches(Stage.FT1, 0, 8, 0);
                AutoGradMode noGradient = new AutoGradMode(false)) {
            Batch batch = Objects.requireNonNull(loader.next());
            Tensor images = pipeline.augmented(batch, random);
            Tensor probabilities = policyCopy.forward(pipeline.look(images)).sigmoid();
            double alpha = context.config().ft1().alphaStart();
            Tensor sampled = Actions.sample(Actions.soften(probabilities, alpha), random);
            assertThat(values(sampled))
                    .as("the baseline's masks are others")
                    .isNotEqualTo(values(Actions.threshold(probabilities)));
            copy.forward(Actions.apply(images, sampled, context.grid()));
        }
        assertThat(values(Objects.requireNonNull(Weights.state(copy).get("bn1.num_batches_tracked"))))
                .containsExactly(1);
        return statistics(copy);
    }

    private static Map<String, double[]> statistics(Net net) {
        Map<String, double[]> statistics = snapshot(net);
        statistics.keySet().removeIf(name -> !name.contains("running_") && !name.contains("tracked"));
        assertThat(statistics).isNotEmpty();
        return statistics;
    }

    static Map<String, double[]> snapshot(Net net) {
        Map<String, double[]> values = new LinkedHashMap<>();
        Weights.state(net).forEach((name, tensor) -> values.put(name, values(tensor)));
        return values;
    }

    static void assertSame(Map<String, double[]> found, Map<String, double[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).containsExactly(values));
    }

    private static void assertAllWeightsMoved(Map<String, double[]> after, Map<String, double[]> before) {
        before.forEach((name, values) -> assertThat(after.get(name)).as(name).isNotEqualTo(values));
    }
}
