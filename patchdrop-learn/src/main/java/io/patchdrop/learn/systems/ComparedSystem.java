package io.patchdrop.learn.systems;

import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.StageContext;
import java.util.List;

/** A system of the tables. Stateless: all that it has learnt lies in the run folder. */
public interface ComparedSystem {
    /** Its name in tables and in {@code --systems}: {@code PatchDrop}. */
    String name();

    /**
     * Checks, writing nothing, what would end its training after hours; most find nothing that every run does not check.
     *
     * @throws io.patchdrop.core.InvalidInputException if it cannot be trained in the run
     */
    default void check(StageContext context) {}

    /** Trains every part that it needs and that the run folder does not hold yet, shared ones included. */
    void train(Workbench bench);

    /** Whether the run folder holds enough of it for at least one row. */
    boolean isTrained(RunNets nets);

    /**
     * Evaluates whatever of it the run folder holds.
     *
     * @return one row a stage and operating point, in the order to be shown
     */
    List<SystemResult> evaluate(Trial trial);
}
