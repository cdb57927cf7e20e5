package io.patchdrop.learn.systems;

import io.patchdrop.learn.evaluation.EvaluatedSystem.Answer;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.StoppingCurve;
import io.patchdrop.learn.evaluation.StoppingCurve.Steps;
import io.patchdrop.learn.evaluation.StoppingCurve.Stepwise;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Stage;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Control: a confidence cascade. LR-CNN answers where its confidence is at least tau; of all other images every patch is
 * taken and HR-CNN answers. It learns neither where nor how much to look. Its rows are a sweep of S, each at the tau that
 * makes the mean number of patches one of {@code anytime.steps}.
 */
final class CascadeSystem implements ComparedSystem {
    @Override
    public String name() {
        return "Cascade";
    }

    @Override
    public void train(Workbench bench) {
        bench.trainLrClassifier();
        bench.trainHrClassifier();
    }

    @Override
    public boolean isTrained(RunNets nets) {
        return nets.finished(Stage.LR_CNN) && nets.finished(Stage.HR_CNN);
    }

    @Override
    public List<SystemResult> evaluate(Trial trial) {
        RunNets nets = trial.nets();
        double seconds = nets.trainSeconds(Stage.LR_CNN) + nets.trainSeconds(Stage.HR_CNN);
        Stepwise system = new AllOrNothing(nets.trainedLrClassifier(), nets.trainedHrClassifier(Stage.HR_CNN));
        StoppingCurve curve = StoppingCurve.of(trial.context(), trial.split(), system);
        int patches = trial.context().grid().patches();
        // Where it stops is only a matter of confidence, so any S can be had; fixed values of tau would leave gaps.
        return Arrays.stream(trial.config().anytime().steps(patches))
                .mapToObj(count -> curve.atShare(name(), (double) count / patches, seconds))
                .toList();
    }

    private record AllOrNothing(Net lrClassifier, Net hrClassifier) implements Stepwise {
        @Override
        public List<Net> nets() {
            return List.of(lrClassifier, hrClassifier);
        }

        @Override
        public int steps() {
            return 2;
        }

        @Override
        public Steps start(EvaluationContext context, Views views) {
            long[] shape = {views.look().size(0), context.grid().patches()};
            return step -> {
                boolean all = step == 1;
                Tensor actions = all ? torch.ones(shape) : torch.zeros(shape);
                return new Answer(all ? hrClassifier.classify(views) : lrClassifier.forward(views.look()), actions);
            };
        }
    }
}
