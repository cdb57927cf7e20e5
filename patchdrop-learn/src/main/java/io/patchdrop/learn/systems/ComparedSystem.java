package io.patchdrop.learn.systems;

import io.patchdrop.learn.report.SystemResult;
import java.util.List;

/** A system of the tables. Stateless: all that it has learnt lies in the run folder. */
public interface ComparedSystem {
    /** Its name in tables and in {@code --systems}: {@code PatchDrop}. */
    String name();

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
