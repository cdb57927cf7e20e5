package io.patchdrop.learn.systems;

import io.patchdrop.core.CentralPatches;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.Policy;
import io.patchdrop.core.RandomPatches;
import io.patchdrop.learn.evaluation.EvaluatedSystem;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.evaluation.TwoStream;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.StageContext;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Controls: a fixed number of patches of each image, random or central ones, at a sweep of numbers. They answer with the
 * two-stream classifier of the recipe {@code anytime}, the best that there is for any mask, so that what Anytime gains
 * over them is what looking and stopping are worth.
 */
final class BlindSweep implements ComparedSystem {
    private final String name;
    private final BiFunction<PatchGrid, Double, Policy> policy;

    private BlindSweep(String name, BiFunction<PatchGrid, Double, Policy> policy) {
        this.name = name;
        this.policy = policy;
    }

    static BlindSweep random() {
        return new BlindSweep("Random", (grid, mean) -> new RandomPatches(mean));
    }

    static BlindSweep central() {
        return new BlindSweep("Central", CentralPatches::new);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void check(StageContext context) {
        AnytimeParts.check(context);
    }

    @Override
    public void train(Workbench bench) {
        AnytimeParts.trainClassifier(bench);
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return AnytimeParts.CLASSIFIER.stream().allMatch(nets::finished);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        TwoStream streams = AnytimeParts.blindStreams(trial.nets(), trial.config());
        double seconds = AnytimeParts.CLASSIFIER.stream()
                .mapToDouble(trial.nets()::trainSeconds)
                .sum();
        PatchGrid grid = trial.context().grid();
        return trial.config().anytime().steps().stream()
                .filter(count -> count <= grid.patches())
                .map(count -> {
                    PatchSystem.Selector selector = PatchSystem.drawn(
                            policy.apply(grid, (double) count), trial.config().seed(), "control/" + name);
                    EvaluatedSystem system = streams.oneShot(name, selector);
                    return trial.evaluate(system).result(system, seconds);
                })
                .toList();
    }
}
