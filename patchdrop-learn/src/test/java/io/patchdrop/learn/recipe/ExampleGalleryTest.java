package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.data.UnreadableImageException;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.Example;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TinyRun;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.systems.PatchDropSystem;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.Compute;
import io.patchdrop.learn.tensor.HostCopy;
import io.patchdrop.learn.tensor.TensorTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleGalleryTest extends TensorTest {
    private final Path folder;

    ExampleGalleryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What a picture says of an image must not depend on the images beside it, as it would in training mode. */
    @Test
    void picturesShowWhatTheSystemSaysOfEachImageAlone() throws UnreadableImageException {
        TrainingConfig config = TinyRun.config();
        Path out = folder.resolve("run");
        new TrainingRun(config, out, false, EnumSet.allOf(Stage.class))
                .run(Map.of(), TrainingListener.silent(), () -> false);
        try (Dataset data = TrainingRun.open(config)) {
            Compute compute = Compute.cpu();
            RunFolder run = RunFolder.open(out);
            String fingerprint = ConfigFiles.fingerprint(config, data.fingerprint());
            StageContext context =
                    new StageContext(config, data, compute, run, fingerprint, TrainingListener.silent(), () -> false);
            RunNets nets = new RunNets(config, run, compute, data.classes().size());
            EvaluationContext evaluation = EvaluationContext.of(config, compute);
            PatchSystem system = PatchDropSystem.system(nets, Stage.FT2);

            Net policy = nets.trainedPolicy(Stage.FT2);
            policy.train(false);
            List<Example> examples = new ExampleGallery(
                            context, new ExampleGallery.Shown("PatchDrop Ft-2", system, look -> policy.forward(look)
                                    .sigmoid()))
                    .collect();
            assertThat(examples).isNotEmpty();
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < data.test().size(); i++) {
                places.put(data.test().name(i), i);
            }
            for (Example example : examples) {
                assertSame(
                        example,
                        alone(data, places.getOrDefault(example.image(), -1)),
                        evaluation,
                        system,
                        data.classes());
            }
        }
    }

    private static Batch alone(Dataset data, int index) throws UnreadableImageException {
        ImageSplit split = data.test();
        byte[] pixels = new byte[split.imageBytes()];
        split.read(index, pixels, 0);
        return new Batch(pixels, new int[] {split.label(index)}, new int[] {index}, 1);
    }

    private static void assertSame(
            Example example, Batch image, EvaluationContext context, PatchSystem system, List<String> classes) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradient = new AutoGradMode(false)) {
            Tensor images = context.pipeline().images(image);
            Tensor look = context.pipeline().look(images);
            Objects.requireNonNull(system.classifier()).train(false);
            Objects.requireNonNull(system.lrClassifier()).train(false);
            Tensor actions = system.selector().actions(context, image, look);
            float[] probabilities = HostCopy.floats(
                    system.logits(new Views(images, look), actions).softmax(1));
            List<Boolean> taken = new ArrayList<>();
            for (float action : HostCopy.floats(actions)) {
                taken.add(action > 0.5f);
            }
            assertThat(example.taken()).as(example.image()).containsExactly(taken.toArray(Boolean[]::new));
            assertThat(example.truth()).isEqualTo(classes.get(image.labels()[0]));
            int answer = classes.indexOf(example.answer());
            assertThat((double) probabilities[answer])
                    .as(example.image())
                    .isCloseTo(example.confidence(), within(1e-4));
            for (float probability : probabilities) {
                assertThat(probability).isLessThanOrEqualTo(probabilities[answer]);
            }
        }
    }
}
