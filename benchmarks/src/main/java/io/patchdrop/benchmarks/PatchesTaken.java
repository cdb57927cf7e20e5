package io.patchdrop.benchmarks;

import io.patchdrop.core.Budget;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * A bundle on images of noise, on one thread, with a fixed number of patches: look, choice, packing, encoding and answer.
 * {@code patchdrop bench} tells the classifier's own part.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 60)
@Fork(1)
public class PatchesTaken {
    /** The bundle. */
    @Param("models/cifar10.patchdrop")
    public String model;

    /** Images at a time. */
    @Param("32")
    public int batch;

    /** Patches of each image. */
    @Param({"0", "4", "8", "16"})
    public int patches;

    private PatchDropModel loaded;
    private List<RgbImage> images;

    @Setup
    public void prepare() {
        loaded = PatchDropModel.load(
                Path.of(model), RuntimeOptions.defaults().withThreads(1).withBatch(batch));
        int size = loaded.manifest().imageSize();
        SplittableRandom random = new SplittableRandom(1);
        images = new ArrayList<>();
        for (int image = 0; image < batch; image++) {
            byte[] pixels = new byte[3 * size * size];
            random.nextBytes(pixels);
            images.add(new RgbImage(size, size, pixels));
        }
    }

    @Benchmark
    public List<Answer> classify(CpuTime cpuTime) {
        return loaded.classify(images, Budget.patches(patches));
    }

    @TearDown
    public void free() {
        loaded.close();
    }
}
