package io.patchdrop.learn.recipe;

import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.systems.ComparedSystem;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.systems.Systems;
import io.patchdrop.learn.systems.Workbench;
import java.util.List;

/**
 * The recipe {@code anytime}, at the configured learning rates, and what it is to be read against: HR-CNN, which takes
 * every patch, and LR-CNN, which with HR-CNN makes the confidence cascade. The blind sweeps need no training of their own.
 */
final class AnytimeRecipe implements Recipe {
    private static final List<ComparedSystem> SYSTEMS = Systems.named(List.of("LR-CNN", "HR-CNN", "Anytime"));

    private final StageContext context;

    /** @param context the run */
    AnytimeRecipe(StageContext context) {
        this.context = context;
    }

    @Override
    public void check() {
        Checkpoints.requireAllOwn(context);
        RunNets.of(context).requireFitting();
        SYSTEMS.forEach(system -> system.check(context));
    }

    @Override
    public void train() {
        context.removeLeftOverState();
        Workbench bench = new Workbench(context, false);
        SYSTEMS.forEach(system -> system.train(bench));
    }
}
