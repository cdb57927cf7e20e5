package io.patchdrop.benchmarks;

import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.tensor.Actions;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of stage Pt on one thread, as {@code PolicyPretraining} does it and in the structure of the published code;
 * nets, images, memory order and optimiser are the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@Fork(1)
public class PolicyStep {
    private static final PatchGrid GRID = PatchGrid.divide(4, RandomImages.SIZE, RandomImages.SIZE);
    private static final double SIGMA = 0.5;
    private static final double ALPHA = 0.8;
    private static final double LEARNING_RATE = 1e-4;

    /** Images a step. */
    @Param("128")
    public int batch;

    private final PointerScope scope = new PointerScope();
    private final SplittableRandom random = new SplittableRandom(3);
    private final Net policy =
            NetSpec.parse("cifar-resnet8").build(GRID.patches(), RandomImages.LOOK_SIZE, GRID.rows(), 1);
    private final Net frozen = classifier();
    private final Net recorded = classifier();
    private final Adam optimiser;
    private Tensor images = new Tensor();
    private Tensor look = new Tensor();
    private Tensor labels = new Tensor();

    public PolicyStep() {
        set_num_threads(1);
        Weights.toChannelsLast(policy);
        optimiser = new Adam(Weights.parameters(policy), 0);
        frozen.freeze();
        recorded.train(false);
    }

    private static Net classifier() {
        Net net = NetSpec.parse("cifar-resnet32").build(RandomImages.CLASSES, RandomImages.SIZE, GRID.rows(), 2);
        Weights.toChannelsLast(net);
        return net;
    }

    @Setup
    public void prepare() {
        Batch pixels = RandomImages.batch(batch, 4);
        ImagePipeline pipeline = RandomImages.pipeline();
        images = pipeline.images(pixels);
        look = pipeline.look(images);
        labels = pipeline.labels(pixels);
    }

    /** Frozen and folded classifier, both masks in one pass that records nothing, masks as one multiplication. */
    @Benchmark
    public double patchdrop(CpuTime cpuTime) {
        try (PointerScope step = new PointerScope()) {
            Tensor probabilities = policy.forward(look).sigmoid();
            Tensor softened = Actions.soften(probabilities, ALPHA);
            Tensor sampled = Actions.sample(softened.detach(), random);
            Tensor likely = Actions.threshold(probabilities.detach());
            Tensor advantage;
            try (AutoGradMode noGradient = new AutoGradMode(false)) {
                Tensor masked =
                        Actions.stack(Actions.apply(images, sampled, GRID), Actions.apply(images, likely, GRID));
                Tensor logits = frozen.forward(masked);
                advantage = Actions.reward(logits.narrow(0, 0, batch), labels, sampled, SIGMA)
                        .sub(Actions.reward(logits.narrow(0, batch, batch), labels, likely, SIGMA));
            }
            return learn(softened, sampled, advantage);
        }
    }

    /** Two passes of a classifier that is only in evaluation mode, recorded for gradients, masks patch by patch. */
    @Benchmark
    public double published(CpuTime cpuTime) {
        try (PointerScope step = new PointerScope()) {
            Tensor probabilities = policy.forward(look).sigmoid();
            Tensor softened = Actions.soften(probabilities, ALPHA);
            Tensor sampled = Actions.sample(softened.detach(), random);
            Tensor likely = Actions.threshold(probabilities.detach());
            Tensor baseline = Actions.reward(recorded.forward(patchByPatch(likely)), labels, likely, SIGMA);
            Tensor reward = Actions.reward(recorded.forward(patchByPatch(sampled)), labels, sampled, SIGMA);
            return learn(softened, sampled, reward.sub(baseline).detach());
        }
    }

    private double learn(Tensor softened, Tensor sampled, Tensor advantage) {
        Tensor loss =
                Actions.logLikelihood(softened, sampled).mul(advantage).mean().neg();
        loss.backward();
        optimiser.step(LEARNING_RATE);
        return loss.item_double();
    }

    /** The published code's loop: each patch's pixels are copied and then multiplied with its column of the actions. */
    private Tensor patchByPatch(Tensor actions) {
        Tensor masked = zeros_like(images);
        for (int patch = 0; patch < GRID.patches(); patch++) {
            PixelBox box = GRID.box(patch);
            Tensor taken = actions.select(1, patch).eq(new Scalar(1)).to(images.scalar_type());
            cut(masked, box).copy_(cut(images, box)).mul_(taken.view(-1, 1, 1, 1));
        }
        return masked;
    }

    private static Tensor cut(Tensor images, PixelBox box) {
        return images.narrow(2, box.y(), box.height()).narrow(3, box.x(), box.width());
    }

    @TearDown
    public void free() {
        policy.close();
        frozen.close();
        recorded.close();
        scope.close();
    }
}
