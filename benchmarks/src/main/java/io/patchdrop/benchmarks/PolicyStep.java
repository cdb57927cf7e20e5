package io.patchdrop.benchmarks;

import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import io.patchdrop.learn.config.PrecisionChoice;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Adam;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
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

    /** Memory order of images and weights: ours, or libtorch's usual one, which the published code uses. */
    @Param({"channels_last", "plain"})
    public String layout;

    private PointerScope scope;
    private SplittableRandom random;
    private Net policy;
    private Net frozen;
    private Net recorded;
    private Adam optimiser;
    private Tensor images;
    private Tensor look;
    private Tensor labels;

    @Setup
    public void prepare() {
        set_num_threads(1);
        scope = new PointerScope();
        random = new SplittableRandom(3);
        policy = net("cifar-resnet8", GRID.patches(), RandomImages.LOOK_SIZE);
        frozen = net("cifar-resnet32", RandomImages.CLASSES, RandomImages.SIZE);
        frozen.freeze();
        recorded = net("cifar-resnet32", RandomImages.CLASSES, RandomImages.SIZE);
        recorded.train(false);
        optimiser = new Adam(Weights.parameters(policy), 0);
        Batch pixels = RandomImages.batch(batch, 4);
        ImagePipeline pipeline = RandomImages.pipeline();
        images = channelsLast()
                ? pipeline.images(pixels)
                : pipeline.images(pixels).contiguous();
        look = pipeline.look(images);
        labels = pipeline.labels(pixels);
    }

    private Net net(String spec, int outputs, int inputSize) {
        Net net = NetSpec.parse(spec).build(outputs, inputSize, GRID.rows(), 1);
        if (channelsLast()) {
            Weights.toChannelsLast(net);
        }
        return net;
    }

    private boolean channelsLast() {
        return layout.equals("channels_last");
    }

    /** Frozen and folded classifier, both masks in one pass that records nothing, masks as one multiplication. */
    @Benchmark
    public double patchdrop(CpuTime cpuTime) {
        return step(PrecisionChoice.FP32);
    }

    /** The same with {@code runtime.precision: bf16}: the classifier's pass, which records nothing, takes it on a CPU too. */
    @Benchmark
    public double patchdropBf16(CpuTime cpuTime) {
        return step(PrecisionChoice.BF16);
    }

    private double step(PrecisionChoice precision) {
        Compute compute = new Compute(new Device("cpu"), false, precision);
        try (PointerScope step = new PointerScope()) {
            Tensor probabilities = policy.forward(look).sigmoid();
            Tensor softened = Actions.soften(probabilities, ALPHA);
            Tensor sampled = Actions.sample(softened.detach(), random);
            Tensor likely = Actions.threshold(probabilities.detach());
            Tensor advantage;
            try (AutoGradMode noGradient = new AutoGradMode(false);
                    Compute.Autocast cast = compute.autocast()) {
                Tensor masked =
                        Actions.stack(Actions.apply(images, sampled, GRID), Actions.apply(images, likely, GRID));
                Tensor logits = frozen.forward(masked).to(ScalarType.Float);
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
