package io.patchdrop.learn.stages;

import io.patchdrop.core.Collapse;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.MaskStatistics;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.optimiser.Optimiser;
import io.patchdrop.learn.report.EpochMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * The state of a stage under way: epoch and step, running averages, best weights so far. It is saved in one file, whole
 * or not at all, with the nets and the optimisers as they are after a step; a stage taken up again from that file ends
 * with the same weights, bit for bit, as one that was never interrupted.
 */
final class StageProgress {
    private final StageContext context;
    private final Part stage;
    private final Map<String, Optimiser> optimisers;
    private final int epochs;
    private final int stepsPerEpoch;
    private final Map<String, Tensor> live = new LinkedHashMap<>();
    private final Map<String, Tensor> best = new LinkedHashMap<>();
    private final Averages averages = new Averages();
    private int epoch;
    private int step;
    private double bestScore = Double.NEGATIVE_INFINITY;
    private double seconds;
    private double epochSeconds;
    private long clock = System.nanoTime();
    private long lastSave = System.nanoTime();

    private StageProgress(
            StageContext context,
            Part stage,
            Map<String, ? extends Net> nets,
            Map<String, Optimiser> optimisers,
            int epochs,
            int stepsPerEpoch) {
        this.context = context;
        this.stage = stage;
        this.optimisers = optimisers;
        this.epochs = epochs;
        this.stepsPerEpoch = stepsPerEpoch;
        nets.forEach(
                (prefix, net) -> Weights.state(net).forEach((name, tensor) -> live.put(key(prefix, name), tensor)));
        try (AutoGradMode noGradient = new AutoGradMode(false)) {
            live.forEach((name, tensor) -> best.put(name, tensor.clone()));
        }
    }

    /**
     * The stage's state: what the run folder holds of it, else the beginning.
     *
     * @param nets what is trained; the prefix is put before its weights' names, empty for none
     * @param optimisers what trains it, by name
     */
    static StageProgress open(
            StageContext context,
            Part stage,
            Map<String, ? extends Net> nets,
            Map<String, Optimiser> optimisers,
            int epochs,
            int stepsPerEpoch) {
        StageProgress progress = new StageProgress(context, stage, nets, optimisers, epochs, stepsPerEpoch);
        Path file = context.folder().progressFile();
        removeLeftOver(context);
        if (Files.exists(file)) {
            progress.restore(file);
        }
        int firstEpoch = progress.epoch;
        context.folder().metrics().retain(line -> !line.stage().equals(stage.title()) || line.epoch() <= firstEpoch);
        context.listener()
                .stageStarted(
                        stage.title(),
                        (long) progress.epoch * stepsPerEpoch + progress.step,
                        (long) epochs * stepsPerEpoch);
        return progress;
    }

    /** A kill between writing a finished stage and removing its state leaves both; the state goes. */
    static void removeLeftOver(StageContext context) {
        Path file = context.folder().progressFile();
        if (!Files.exists(file)) {
            return;
        }
        String key = TensorFile.metadata(file).getOrDefault("patchdrop_stage", "");
        Path finished = context.folder().file(new Part.Named(key, key).fileName());
        if (!key.isEmpty() && Files.exists(finished)) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + file, e);
            }
        }
    }

    /** Epochs done. */
    int epoch() {
        return epoch;
    }

    /** Steps done in the present epoch. */
    int step() {
        return step;
    }

    /** Share of the stage's steps done, in [0, 1). */
    double share() {
        return (double) ((long) epoch * stepsPerEpoch + step) / ((long) epochs * stepsPerEpoch);
    }

    /** Adds a measurement over some images to the present epoch's averages. */
    void average(String name, double mean, double images) {
        averages.add(name, mean, images);
    }

    /** Adds a value of the present epoch. */
    void average(String name, double value) {
        averages.add(name, value, 1);
    }

    /** Counts a step; saves the state if the last save was long ago. */
    void endStep() {
        step++;
        context.listener().stepDone();
        boolean stop = context.stopRequested().getAsBoolean();
        double sinceSave = (System.nanoTime() - lastSave) / 1e9;
        if (stop || sinceSave >= context.config().runtime().checkpointSeconds()) {
            save();
        }
        if (stop) {
            throw new TrainingStoppedException(stage.title() + " at epoch " + (epoch + 1) + ", step " + step);
        }
    }

    /** Ends an epoch of a policy: its score is the mean validation reward. */
    void endPolicyEpoch(SystemEvaluation validation) {
        MaskStatistics statistics = validation.statistics();
        average("val_accuracy", statistics.accuracy());
        average("reward", validation.meanReward());
        average("patches", statistics.meanPatches());
        average("masks", statistics.distinctMasks());
        if (statistics.collapse() != Collapse.NONE) {
            context.listener()
                    .warning(stage.title() + ", epoch " + (epoch + 1) + ": "
                            + statistics.collapse().warning());
        }
        endEpoch(validation.meanReward());
    }

    /**
     * Ends an epoch: logs its averages, keeps the weights if none scored better, saves.
     *
     * @param score validation score, higher is better; on a tie the later epoch wins
     */
    void endEpoch(double score) {
        tick();
        Map<String, Double> values = averages.means();
        values.put("seconds", epochSeconds);
        if (score >= bestScore) {
            bestScore = score;
            copy(live, best);
        }
        epoch++;
        step = 0;
        epochSeconds = 0;
        averages.clear();
        context.folder().metrics().append(new EpochMetrics(stage.title(), epoch, values));
        context.listener().epochDone(stage.title(), epoch, values);
        save();
    }

    /** Ends the stage: the nets take the best weights, which are written as the stage's own file. */
    void finish() {
        copy(best, live);
        Map<String, String> metadata = identity();
        metadata.put("epochs", Integer.toString(epochs));
        metadata.put("validation_score", Double.toString(bestScore));
        metadata.put("train_seconds", Double.toString(seconds));
        try {
            TensorFile.save(context.folder().file(stage.fileName()), live, metadata);
            Files.deleteIfExists(context.folder().progressFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        context.listener().stageDone();
    }

    private void tick() {
        long now = System.nanoTime();
        epochSeconds += (now - clock) / 1e9;
        seconds += (now - clock) / 1e9;
        clock = now;
    }

    private Map<String, String> identity() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("patchdrop_stage", stage.key());
        metadata.put("patchdrop_fingerprint", context.fingerprint());
        return metadata;
    }

    private Map<String, Tensor> everything() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        live.forEach((name, tensor) -> tensors.put("now/" + name, tensor));
        best.forEach((name, tensor) -> tensors.put("best/" + name, tensor));
        optimisers.forEach((prefix, optimiser) ->
                optimiser.state().forEach((name, tensor) -> tensors.put("optimiser/" + prefix + "/" + name, tensor)));
        return tensors;
    }

    private void save() {
        tick();
        Map<String, String> metadata = identity();
        metadata.put("epoch", Integer.toString(epoch));
        metadata.put("step", Integer.toString(step));
        metadata.put("best_score", Double.toString(bestScore));
        metadata.put("seconds", Double.toString(seconds));
        metadata.put("epoch_seconds", Double.toString(epochSeconds));
        metadata.put("averages", averages.format());
        try {
            TensorFile.save(context.folder().progressFile(), everything(), metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        lastSave = System.nanoTime();
    }

    private void restore(Path file) {
        Map<String, String> metadata = TensorFile.metadata(file);
        if (!context.fingerprint().equals(metadata.get("patchdrop_fingerprint"))) {
            throw new InvalidInputException(
                    file + " belongs to a run with another configuration or other data",
                    "remove it, or resume the run it came from");
        }
        if (!stage.key().equals(metadata.get("patchdrop_stage"))) {
            throw new InvalidInputException(
                    file + " belongs to stage " + metadata.get("patchdrop_stage") + ", not " + stage.key(),
                    "resume with the stages that the run was started with");
        }
        TensorFile.load(file, everything(), "");
        epoch = integer(file, metadata, "epoch");
        step = integer(file, metadata, "step");
        bestScore = number(file, metadata, "best_score");
        seconds = number(file, metadata, "seconds");
        epochSeconds = number(file, metadata, "epoch_seconds");
        averages.parse(metadata.getOrDefault("averages", ""));
    }

    private static int integer(Path file, Map<String, String> metadata, String key) {
        return (int) number(file, metadata, key);
    }

    private static double number(Path file, Map<String, String> metadata, String key) {
        try {
            return Double.parseDouble(metadata.getOrDefault(key, ""));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    file + " is not a checkpoint: it holds no " + key, "remove it; the stage starts again", e);
        }
    }

    private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradient = new AutoGradMode(false)) {
            to.forEach((name, tensor) -> tensor.copy_(from.get(name)));
        }
    }

    private static String key(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }
}
