package io.patchdrop.learn.systems;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.stages.ClassifierTraining;
import io.patchdrop.learn.stages.ClassifierTraining.Input;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingStoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Where systems are trained: trains each part once, at the learning rate that suits it best of those to be tried. */
public final class Workbench {
    private final StageContext context;
    private final RunNets nets;
    private final LearningRateSearch search;

    /**
     * @param context the run
     * @param searching whether learning rates are searched for; otherwise the configured ones are taken
     */
    public Workbench(StageContext context, boolean searching) {
        this.context = context;
        this.nets = new RunNets(
                context.config(),
                context.folder(),
                context.compute(),
                context.data().classes().size());
        this.search = new LearningRateSearch(context, searching);
    }

    /** The run's configuration. */
    public TrainingConfig config() {
        return context.config();
    }

    /** The run, as a part that is not searched for sees it. */
    public StageContext context() {
        return context;
    }

    /** The finished nets, and new ones. */
    public RunNets nets() {
        return nets;
    }

    /**
     * Trains a part, unless it is finished.
     *
     * @param part its name
     * @param schedule which settings are its schedule
     * @param training trains it in the context given, whose configuration has the learning rate and the epochs to use, and
     *     whose folder takes the weights; nets that it starts from come from {@link #nets}. May run more than once
     */
    public void train(Part part, Schedule schedule, Consumer<StageContext> training) {
        trainAs(part, part, schedule, training);
    }

    /**
     * Trains a part, unless it is finished, at the multiple of its learning rate that was found for another one before:
     * Ft-2 takes that of Ft-1.
     */
    public void trainAs(Part part, Part searched, Schedule schedule, Consumer<StageContext> training) {
        if (nets.finished(part)) {
            return;
        }
        requireNoStop(part);
        double factor = search.factor(searched, schedule, training);
        training.accept(context.with(schedule.scaled(context.config(), factor)));
    }

    /** Trains a part that has no learning rate to search for, unless it is finished; see {@link #train}. */
    public void fit(Part part, Consumer<StageContext> training) {
        if (!nets.finished(part)) {
            requireNoStop(part);
            training.accept(context);
        }
    }

    private void requireNoStop(Part part) {
        if (context.stopRequested().getAsBoolean()) {
            throw new TrainingStoppedException(part.title());
        }
    }

    /** Trains LR-CNN, which many systems share. */
    public void trainLrClassifier() {
        train(Stage.LR_CNN, Schedule.LR, at -> new ClassifierTraining(
                        at,
                        Stage.LR_CNN,
                        at.config().lr(),
                        Input.LOOK,
                        nets.newLrClassifier(context.listener()::warning))
                .run());
    }

    /** Trains HR-CNN, which many systems share. */
    public void trainHrClassifier() {
        train(Stage.HR_CNN, Schedule.HR, at -> new ClassifierTraining(
                        at,
                        Stage.HR_CNN,
                        at.config().hr(),
                        Input.IMAGE,
                        nets.newHrClassifier(context.listener()::warning))
                .run());
    }

    /** Which settings of the configuration are a part's learning rates and epochs. */
    public enum Schedule {
        /** LR-CNN's and that of every classifier of looks. */
        LR("lr.epochs", "lr.learning_rate"),
        /** HR-CNN's and that of every classifier of HR images. */
        HR("hr.epochs", "hr.learning_rate"),
        /** Stage Pt's. */
        PT("pt.epochs", "pt.policy_learning_rate"),
        /** Stage Ft-1's. */
        FT1("ft1.epochs", "ft1.policy_learning_rate", "ft1.classifier_learning_rate"),
        /** Stage Ft-2's. */
        FT2("ft2.epochs", "ft2.policy_learning_rate", "ft2.classifier_learning_rate"),
        /** The patch scores of the recipe {@code anytime}. */
        SCORES("anytime.scores.epochs", "anytime.scores.policy_learning_rate"),
        /** The value head of the recipe {@code anytime}. */
        VALUE("anytime.value_epochs", "anytime.value_learning_rate");

        private final String epochs;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        private final List<String> rates;

        Schedule(String epochs, String... rates) {
            this.epochs = epochs;
            this.rates = List.of(rates);
        }

        /** The configuration with the learning rates multiplied. */
        TrainingConfig scaled(TrainingConfig config, double factor) {
            return factor == 1 ? config : ConfigFiles.with(config, rateSettings(config, factor));
        }

        /** As {@link #scaled}, for a training of so many epochs. */
        TrainingConfig shortened(TrainingConfig config, double factor, int epochCount) {
            List<String> settings = new ArrayList<>(rateSettings(config, factor));
            settings.add(epochs + "=" + epochCount);
            return ConfigFiles.with(config, settings);
        }

        private List<String> rateSettings(TrainingConfig config, double factor) {
            return rates.stream()
                    .map(key -> key + "=" + ConfigFiles.number(config, key) * factor)
                    .toList();
        }
    }
}
