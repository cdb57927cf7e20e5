package io.patchdrop.benchmarks;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Sgd;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
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
 * One step of training a ResNet-32 on images of 32 pixels, on one thread: forward, cross-entropy, backward, Nesterov's
 * momentum. {@code pytorch_step.py} is the same step in Python.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@Fork(1)
public class TrainingStep {
    private static final double LEARNING_RATE = 0.01;

    /** Images a step. */
    @Param("128")
    public int batch;

    private PointerScope scope;
    private Net net;
    private Sgd optimiser;
    private Tensor images;
    private Tensor labels;

    @Setup
    public void prepare() {
        set_num_threads(1);
        scope = new PointerScope();
        net = NetSpec.parse("cifar-resnet32").build(RandomImages.CLASSES, RandomImages.SIZE, 0, 1);
        Weights.toChannelsLast(net);
        optimiser = new Sgd(Weights.parameters(net), 0.9, 5e-4);
        Batch pixels = RandomImages.batch(batch, 2);
        ImagePipeline pipeline = RandomImages.pipeline();
        images = pipeline.images(pixels);
        labels = pipeline.labels(pixels);
    }

    @Benchmark
    public double patchdrop(CpuTime cpuTime) {
        try (PointerScope step = new PointerScope()) {
            Tensor loss = cross_entropy_loss(net.forward(images), labels);
            loss.backward();
            optimiser.step(LEARNING_RATE);
            return loss.item_double();
        }
    }

    @TearDown
    public void free() {
        net.close();
        scope.close();
    }
}
