package io.patchdrop.learn.evaluation;

import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.nets.OwnedModule;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A trained system that answers images, at one operating point: one row of the tables. */
public interface EvaluatedSystem {
    /** Its name in tables: {@code PatchDrop}. */
    String name();

    /** Its stage in tables, such as {@code Ft-1}; {@link SystemResult#NO_STAGE} if it was trained in one go. */
    default String stage() {
        return SystemResult.NO_STAGE;
    }

    /** The nets that it answers with; they are put into evaluation mode. */
    List<? extends OwnedModule> nets();

    /**
     * Answers a batch.
     *
     * @param context device, precision and grid
     * @param batch the images' indices in their split, for choices that are drawn
     * @param views the images; a system sees of the HR images only what it says it has taken
     */
    Answer answer(EvaluationContext context, Batch batch, Views views);

    /**
     * What a system answered, and from what.
     *
     * @param logits {@code [N, K]}
     * @param actions {@code [N, P]} of 0 and 1: the patches that it saw something of
     * @param patches {@code [N]}: how many patches' pixels it took; the sum of the actions unless it takes windows that are
     *     not patches of the grid
     */
    record Answer(Tensor logits, Tensor actions, Tensor patches) {
        /** An answer from whole patches of the grid. */
        public Answer(Tensor logits, Tensor actions) {
            this(logits, actions, actions.sum(1));
        }
    }
}
