package io.patchdrop.learn.stages;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Runs small enough for a test: 24 scenes of 16 pixels, 3 steps an epoch, 2 epochs a stage, nets of a few thousand
 * weights.
 */
public final class TinyRun {
    /** Steps of an epoch under {@link #config}. */
    public static final int STEPS_PER_EPOCH = 3;

    private static final List<String> SETTINGS = List.of(
            "grid=2",
            "data.image_size=16",
            "data.lr_size=8",
            "data.train_limit=24",
            "data.test_limit=16",
            "data.crop_padding=2",
            "data.flip=true",
            "data.workers=1",
            "runtime.device=cpu",
            "runtime.threads=1",
            "lr.net=cifar-resnet8-w4",
            "hr.net=cifar-resnet8-w4",
            "policy_net=grid-resnet8-w4",
            "lr.epochs=2",
            "hr.epochs=2",
            "pt.epochs=2",
            "ft1.epochs=2",
            "ft2.epochs=2",
            "lr.batch=8",
            "hr.batch=8",
            "pt.batch=8",
            "ft1.batch=8",
            "ft2.batch=8",
            "anytime.score_net=grid-resnet8-w4",
            "anytime.hidden=4",
            "anytime.fusion_masks=2",
            "anytime.samples=2",
            "anytime.scores.epochs=2",
            "anytime.scores.batch=8",
            "anytime.value_epochs=2",
            "anytime.taus=[0.3, 0.9]",
            "anytime.lambdas=[0.01]");

    private TinyRun() {}

    /** The configuration, with further settings. */
    public static TrainingConfig config(String... settings) {
        List<String> all = new ArrayList<>(SETTINGS);
        all.addAll(List.of(settings));
        return ConfigFiles.resolve("demo", null, all);
    }

    /** The images of a configuration; the caller closes them. */
    public static Dataset open(TrainingConfig config) {
        return TrainingRun.open(config);
    }

    /** A context in a run folder that is new or was left by an earlier context. */
    static StageContext context(
            TrainingConfig config, Dataset data, Path folder, TrainingListener listener, BooleanSupplier stop) {
        return new StageContext(
                config,
                data,
                Compute.of(config.runtime()),
                RunFolder.resume(folder, config),
                ConfigFiles.fingerprint(config, data.fingerprint()),
                listener,
                stop);
    }

    /** A context that hears nothing and is never stopped. */
    static StageContext context(TrainingConfig config, Dataset data, Path folder) {
        return context(config, data, folder, TrainingListener.silent(), () -> false);
    }

    /** The nets of a context's run. */
    static RunNets nets(StageContext context) {
        return new RunNets(
                context.config(),
                context.folder(),
                context.compute(),
                context.data().classes().size());
    }

    /** Hears warnings and epochs. */
    static final class Ears implements TrainingListener {
        final List<String> warnings = new ArrayList<>();
        final List<Map<String, Double>> epochs = new ArrayList<>();
        long steps;

        @Override
        public void stageStarted(String stage, long done, long total) {}

        @Override
        public void stepDone() {
            steps++;
        }

        @Override
        public void epochDone(String stage, int epoch, Map<String, Double> values) {
            epochs.add(values);
        }

        @Override
        public void stageDone() {}

        @Override
        public void warning(String text) {
            warnings.add(text);
        }
    }
}
