package io.patchdrop.learn.systems;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ClassifierConfig;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.NetSpec;
import io.patchdrop.learn.nets.OwnedModule;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.nets.Weights;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.tensor.Compute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Builds a run's nets, new or from its finished stages. */
public final class RunNets {
    private final TrainingConfig config;
    private final RunFolder folder;
    private final Compute compute;
    private final int classes;

    /**
     * @param config the run's configuration
     * @param folder the run
     * @param compute where the nets go
     * @param classes number of classes of the data set
     */
    public RunNets(TrainingConfig config, RunFolder folder, Compute compute, int classes) {
        this.config = config;
        this.folder = folder;
        this.compute = compute;
        this.classes = classes;
    }

    /** The nets of a run under way. */
    public static RunNets of(StageContext context) {
        return new RunNets(
                context.config(),
                context.folder(),
                context.compute(),
                context.data().classes().size());
    }

    /** Whether the run has finished a part. */
    public boolean finished(Part part) {
        return Files.exists(folder.file(part.fileName()));
    }

    /** The file of a finished part. */
    public Path file(Part part) {
        return folder.file(part.fileName());
    }

    /** Where the nets go. */
    public Compute compute() {
        return compute;
    }

    /** Seconds that a finished part took to train. */
    public double trainSeconds(Part part) {
        String seconds = TensorFile.metadata(folder.file(part.fileName())).getOrDefault("train_seconds", "0");
        return Double.parseDouble(seconds);
    }

    /**
     * Builds every net once, so that one that does not suit the sizes or its starting weights is found before any stage is
     * trained.
     *
     * @throws InvalidInputException if one does not
     */
    public void requireFitting() {
        newLrClassifier(notice -> {}).close();
        newHrClassifier(notice -> {}).close();
        newPolicy().close();
    }

    /**
     * Checks that the HR classifier can answer any image alone.
     *
     * @param system that needs it
     * @throws InvalidInputException if its net reads patches of the grid beside the look
     */
    void requireDenseHrClassifier(String system) {
        try (Net classifier = hrClassifier()) {
            if (classifier.learnsFromMasks()) {
                throw new InvalidInputException(
                        system + " shows its classifier images that are not made of patches and a look, which "
                                + classifier.spec() + " cannot read",
                        "leave " + system + " out of --systems, or choose a cifar-resnet or resnet as hr.net");
            }
        }
    }

    /** The LR classifier before training. */
    public Net newLrClassifier(Consumer<String> notice) {
        return initialised(lrClassifier(), config.lr(), notice);
    }

    /** The HR classifier before training. */
    public Net newHrClassifier(Consumer<String> notice) {
        return initialised(hrClassifier(), config.hr(), notice);
    }

    /**
     * A classifier of the run's classes other than LR-CNN and HR-CNN, before training.
     *
     * @param inputSize height and width of the images that it sees, in pixels
     * @param offset added to the run's seed for its weights
     */
    Net newClassifier(NetSpec spec, int inputSize, int offset) {
        return placed(spec.build(classes, inputSize, config.data().lrSize(), config.grid(), config.seed() + offset));
    }

    /** The policy before training. */
    public Net newPolicy() {
        int patches = config.grid() * config.grid();
        return placed(NetSpec.parse(config.policyNet())
                .build(patches, config.data().lrSize(), config.grid(), config.seed() + 2));
    }

    /** The finished LR classifier. */
    public Net trainedLrClassifier() {
        return loaded(lrClassifier(), Stage.LR_CNN, "");
    }

    /** The HR classifier as it is after a stage; Pt leaves it as HR-CNN made it. */
    public Net trainedHrClassifier(Stage after) {
        boolean fineTuned = after == Stage.FT1 || after == Stage.FT2;
        return fineTuned ? trainedHrClassifier(after, "classifier.") : trainedHrClassifier(Stage.HR_CNN, "");
    }

    /** The HR classifier as it is after a part that trains it; the prefix is that of {@link #loaded}. */
    public Net trainedHrClassifier(Part after, String prefix) {
        return loaded(hrClassifier(), after, prefix);
    }

    /** The policy as it is after a stage. */
    public Net trainedPolicy(Part after) {
        return loaded(newPolicy(), after, "policy.");
    }

    private Net lrClassifier() {
        return placed(
                NetSpec.parse(config.lr().net()).build(classes, config.data().lrSize(), config.grid(), config.seed()));
    }

    private Net hrClassifier() {
        return newClassifier(NetSpec.parse(config.hr().net()), config.data().imageSize(), 1);
    }

    /** Puts a new net onto the run's device, in the memory order that it is fastest in. */
    public <M extends OwnedModule> M placed(M net) {
        net.to(compute.device(), false);
        Weights.toChannelsLast(net);
        return net;
    }

    private Net initialised(Net net, ClassifierConfig classifier, Consumer<String> notice) {
        if (!classifier.weights().isEmpty()) {
            Weights.Loaded loaded = Weights.loadPretrained(Path.of(classifier.weights()), net);
            if (!loaded.leftOut().isEmpty()) {
                notice.accept(classifier.weights() + " was made for other classes: "
                        + String.join(", ", loaded.leftOut()) + " left out, the last layer starts anew");
            }
        }
        return net;
    }

    /**
     * A net with what a finished part has learnt, in evaluation mode.
     *
     * @param net of the part's shape; it is changed
     * @param stage the part
     * @param prefix of its tensors' names in the part's file, empty or ending in a dot
     * @return the net
     * @throws InvalidInputException if the part is not finished
     */
    public <M extends OwnedModule> M loaded(M net, Part stage, String prefix) {
        Path file = folder.file(stage.fileName());
        if (!Files.exists(file)) {
            throw new InvalidInputException(
                    stage.title() + " is not trained: " + file + " is missing",
                    "train it first: --stages " + stage.key());
        }
        TensorFile.load(file, Weights.state(net), prefix);
        // A finished net answers by its running statistics; a stage that trains it further says so.
        net.train(false);
        return net;
    }
}
