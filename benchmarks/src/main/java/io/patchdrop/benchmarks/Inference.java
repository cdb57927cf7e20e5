package io.patchdrop.benchmarks;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.Manifest.Classifier;
import io.patchdrop.core.bundle.Manifest.Decision;
import io.patchdrop.core.bundle.Manifest.DecisionKind;
import io.patchdrop.core.bundle.Manifest.FusionWeights;
import io.patchdrop.core.bundle.Manifest.Normalisation;
import io.patchdrop.core.bundle.Manifest.Provenance;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.learn.export.RunExport;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.onnx.Dimension;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.tensor.HostCopy;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
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
 * A dense net on whole images of 32 pixels, on one thread: out of a bundle, from bytes to logits, and in libtorch,
 * from tensors to logits. {@code pytorch_inference.py} is the latter in Python.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 60)
@Fork(1)
public class Inference {
    private static final int GRID = 4;
    private static final int PATCHES = GRID * GRID;

    /** The dense net. */
    @Param("cifar-resnet32")
    public String net;

    /** Images at a time. */
    @Param({"1", "32"})
    public int batch;

    private PointerScope scope;
    private Net built;
    private Tensor tensor;
    private PatchDropModel model;
    private List<RgbImage> images;

    @Setup
    public void prepare() throws IOException {
        set_num_threads(1);
        scope = new PointerScope();
        built = NetSpec.parse(net).build(RandomImages.CLASSES, RandomImages.SIZE, 0, 1);
        Weights.toChannelsLast(built);
        built.eval();
        var pixels = RandomImages.batch(batch, 2);
        tensor = RandomImages.pipeline().images(pixels);
        images = new ArrayList<>();
        int length = 3 * RandomImages.SIZE * RandomImages.SIZE;
        for (int image = 0; image < batch; image++) {
            byte[] own = java.util.Arrays.copyOfRange(pixels.pixels(), image * length, (image + 1) * length);
            images.add(new RgbImage(RandomImages.SIZE, RandomImages.SIZE, own));
        }
        Path file = Files.createTempFile("inference", ".patchdrop");
        Files.delete(file);
        RunExport.write(file, bundle());
        model = PatchDropModel.load(
                file, RuntimeOptions.defaults().withThreads(1).withBatch(batch));
        Files.delete(file);
    }

    private Bundle bundle() {
        SortedMap<String, byte[]> graphs = new TreeMap<>();
        OnnxGraph classify = new OnnxGraph("classify");
        String image = classify.input("image", Dimension.rows("N", 3, RandomImages.SIZE, RandomImages.SIZE));
        classify.output("logits", built.writeOnnx(classify, image), Dimension.rows("N", RandomImages.CLASSES));
        graphs.put(Manifest.CLASSIFY, classify.bytes());
        try (Net look = NetSpec.parse("cifar-resnet8-w4").build(RandomImages.CLASSES, RandomImages.LOOK_SIZE, 0, 1);
                Net policy = NetSpec.parse("grid-resnet8-w4").build(PATCHES, RandomImages.LOOK_SIZE, GRID, 1)) {
            OnnxGraph graph = new OnnxGraph("look");
            String shown = graph.input("look", Dimension.rows("N", 3, RandomImages.LOOK_SIZE, RandomImages.LOOK_SIZE));
            graph.output("logits", look.writeOnnx(graph, shown), Dimension.rows("N", RandomImages.CLASSES));
            graph.output("scores", policy.writeOnnx(graph, shown), Dimension.rows("N", PATCHES));
            graphs.put(Manifest.LOOK, graph.bytes());
        }
        List<Double> halves = List.of(0.5, 0.5, 0.5);
        Manifest manifest = new Manifest(
                "benchmark",
                IntStream.range(0, RandomImages.CLASSES)
                        .mapToObj(Integer::toString)
                        .toList(),
                GRID,
                RandomImages.SIZE,
                RandomImages.LOOK_SIZE,
                new Normalisation(halves, halves),
                Classifier.DENSE,
                0,
                0,
                false,
                Collections.nCopies(PATCHES + 1, new FusionWeights(1, 0)),
                List.of(0, PATCHES),
                new Decision(DecisionKind.POLICY, OptionalDouble.empty()),
                List.of(),
                BundleArchive.table(graphs),
                new Provenance("benchmark", "", 1, "noise", "none", "none", "benchmark", new TreeMap<>(Map.of())));
        return new Bundle(manifest, graphs);
    }

    @Benchmark
    public List<float[]> patchdrop(CpuTime cpuTime) {
        return model.hrLogits(images);
    }

    @Benchmark
    public float[] libtorch(CpuTime cpuTime) {
        try (PointerScope step = new PointerScope();
                InferenceMode inference = new InferenceMode()) {
            return HostCopy.floats(built.forward(tensor));
        }
    }

    @TearDown
    public void free() {
        model.close();
        built.close();
        scope.close();
    }
}
