package io.patchdrop.learn.systems;

import io.patchdrop.core.Collapse;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.evaluation.EvaluatedSystem;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.SystemEvaluation;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Part;
import java.util.function.Consumer;

/**
 * An evaluation of systems on one split.
 *
 * @param config the run's configuration
 * @param context device, precision and grid
 * @param nets the run's finished nets
 * @param split the images, not trained on
 * @param warnings told what a reader must know before trusting a row
 */
public record Trial(
        TrainingConfig config, EvaluationContext context, RunNets nets, ImageSplit split, Consumer<String> warnings) {

    /** Evaluates a system at one operating point; its reward is that of Pt's sigma. */
    public SystemEvaluation evaluate(EvaluatedSystem system) {
        return SystemEvaluation.of(context, split, system, config.pt().sigma());
    }

    /** One row without a training of its own. */
    public SystemResult row(EvaluatedSystem system) {
        return evaluate(system).result(system, 0);
    }

    /** One row of a system that was trained as a part. */
    public SystemResult row(EvaluatedSystem system, Part part) {
        return evaluate(system).result(system, nets.trainSeconds(part));
    }

    /** As {@link #row(EvaluatedSystem, Part)}, warning if the system takes the same patches of every image. */
    public SystemResult policyRow(EvaluatedSystem system, Part part) {
        SystemEvaluation evaluation = evaluate(system);
        Collapse collapse = evaluation.statistics().collapse();
        if (collapse != Collapse.NONE) {
            warnings.accept(system.name() + " " + system.stage() + ": " + collapse.warning());
        }
        return evaluation.result(system, nets.trainSeconds(part));
    }
}
