package io.patchdrop.learn.systems;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.report.SystemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Evaluates every system that a run folder holds. */
public final class RunEvaluation {
    private RunEvaluation() {}

    /**
     * Evaluates all systems of which the run has finished something.
     *
     * @param progress hears the name of each system as its evaluation starts
     * @return their rows, in the order of the tables
     * @throws InvalidInputException if the run has finished nothing
     */
    public static List<SystemResult> run(Trial trial, Consumer<String> progress) {
        List<SystemResult> rows = new ArrayList<>();
        for (ComparedSystem system : Systems.all()) {
            if (system.isTrained(trial.nets())) {
                progress.accept(system.name());
                rows.addAll(system.evaluate(trial));
            }
        }
        if (rows.isEmpty()) {
            throw new InvalidInputException("the run has finished no stage", "train it to the end with --resume");
        }
        return rows;
    }
}
