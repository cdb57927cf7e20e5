package io.patchdrop.learn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.SharedData;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.nets.Torch;
import io.patchdrop.learn.onnx.CvGraph;
import io.patchdrop.learn.onnx.OrtGraph;
import io.patchdrop.learn.onnx.Values;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.systems.AnytimeSystem;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.HostCopy;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trained weights of this repository, as graphs: libtorch, ONNX Runtime and OpenCV give the same on real images. */
class TrainedModelsTest extends TensorTest {
    private static final int IMAGES = 200;
    /** OpenCV plans its memory for each size of batch; a few images tell as much. */
    private static final int IN_OPENCV = 20;

    /** A model's nets and what they see. */
    private record Model(TrainingConfig config, RunNets nets, Views views) {
        static Model open(String name) throws IOException {
            RunFolder folder = RunFolder.open(Path.of("../models").resolve(name));
            TrainingConfig config = folder.config();
            Compute compute = Compute.of(config.runtime());
            int classes = Files.readAllLines(folder.file("classes.txt")).size();
            byte[] pixels = SharedData.images(IMAGES, config.data().imageSize());
            Batch batch = new Batch(pixels, new int[IMAGES], new int[IMAGES], IMAGES);
            Views views = EvaluationContext.of(config, compute).pipeline().views(batch);
            return new Model(config, new RunNets(config, folder, compute, classes), views);
        }
    }

    private static Values values(String input, Views views) {
        Tensor tensor = input.equals("look") ? views.look() : views.images();
        return new Values(HostCopy.floats(tensor), tensor.shape());
    }

    private static void assertGives(byte[] graph, String input, Views views, Map<String, Tensor> expected) {
        Values shown = values(input, views);
        List<String> names = List.copyOf(expected.keySet());
        Map<String, float[]> opencv = new CvGraph(graph).run(Map.of(input, shown.rows(0, IN_OPENCV)), names);
        try (OrtGraph loaded = new OrtGraph(graph)) {
            assertThat(loaded.inputs()).containsExactly(input);
            assertThat(loaded.outputs()).containsExactlyInAnyOrderElementsOf(names);
            Map<String, float[]> found = loaded.run(Map.of(input, shown));
            expected.forEach((name, tensor) -> {
                float[] numbers = HostCopy.floats(tensor);
                assertClose(Objects.requireNonNull(found.get(name)), numbers, IMAGES, name);
                assertClose(Objects.requireNonNull(opencv.get(name)), numbers, IN_OPENCV, name + " in OpenCV");
            });
        }
    }

    private static void assertClose(float[] found, float[] expected, int images, String what) {
        assertThat(found).hasSize(expected.length / IMAGES * images);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs((double) found[i] - expected[i]));
        }
        assertThat(worst).as(what).isCloseTo(0, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "ucmerced"})
    void anytime(String name) throws IOException {
        Model model = Model.open(name);
        AnytimeSystem.Learnt learnt = AnytimeSystem.learnt(model.nets(), model.config());
        BundleNets nets = new BundleNets(
                learnt.streams().trunk(),
                new BundleNets.Heads(learnt.scores(), learnt.value()),
                learnt.streams().classifier());
        Torch.withoutGradient(() -> {
            Views views = model.views();
            var scores = learnt.scores().scores(views.look());
            var value = Objects.requireNonNull(learnt.value()).scores(views.look());
            Tensor all =
                    torch.cat(new TensorVector(value.patches(), value.image().unsqueeze(1)), 1);
            Map<String, byte[]> graphs = nets.graphs(model.config());
            assertGives(
                    Objects.requireNonNull(graphs.get(Manifest.LOOK)),
                    "look",
                    views,
                    Map.of("logits", learnt.streams().lrLogits(views.look()), "scores", scores.logits(), "value", all));
            assertGives(
                    Objects.requireNonNull(graphs.get(Manifest.CLASSIFY)),
                    "image",
                    views,
                    Map.of("logits", learnt.streams().classifier().forward(views.images())));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "ucmerced"})
    void patchDrop(String name) throws IOException {
        Model model = Model.open(name);
        var policy = model.nets().trainedPolicy(Stage.FT2);
        var lr = model.nets().trainedLrClassifier();
        var hr = model.nets().trainedHrClassifier(Stage.FT2);
        Torch.withoutGradient(() -> {
            Views views = model.views();
            Map<String, byte[]> graphs = new BundleNets(lr, new BundleNets.Policy(policy), hr).graphs(model.config());
            assertGives(
                    Objects.requireNonNull(graphs.get(Manifest.LOOK)),
                    "look",
                    views,
                    Map.of("logits", lr.forward(views.look()), "scores", policy.forward(views.look())));
            assertGives(
                    Objects.requireNonNull(graphs.get(Manifest.CLASSIFY)),
                    "image",
                    views,
                    Map.of("logits", hr.forward(views.images())));
        });
    }
}
