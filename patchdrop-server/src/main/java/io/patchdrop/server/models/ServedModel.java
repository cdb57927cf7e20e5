package io.patchdrop.server.models;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.Look;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/** A model under the name that requests call it by. */
public final class ServedModel implements AutoCloseable {
    private final String name;
    private final String sha256;
    private final PatchDropModel model;
    private final Batcher batcher;
    private final Admission admission;
    private final Counter classified;
    private final Counter bought;
    private final Counter left;
    private final Counter saved;

    private ServedModel(String name, String sha256, PatchDropModel model, ImageOptions images, MeterRegistry registry) {
        this.name = name;
        this.sha256 = sha256;
        this.model = model;
        DistributionSummary batches = DistributionSummary.builder("patchdrop.batch.images")
                .description("Images that were answered together")
                .tag("model", name)
                .register(registry);
        this.admission = new Admission(images.most(), images.patience());
        this.batcher = new Batcher(name, model, images.batch(), (questions, nanoseconds) -> {
            batches.record(questions);
            admission.answered(questions, nanoseconds);
        });
        gauge(registry, "patchdrop.images.inside", "Images that are at work or wait", Admission::inside);
        gauge(registry, "patchdrop.images.limit", "Images that may be at work or wait", Admission::limit);
        this.classified = counter(registry, "patchdrop.images", "Images that were classified");
        this.bought = counter(registry, "patchdrop.patches.bought", "Patches that were taken of these images");
        this.left = counter(registry, "patchdrop.patches.left", "Patches that were not taken");
        this.saved = counter(registry, "patchdrop.pixels.saved", "HR pixels of patches that were not taken");
    }

    private void gauge(MeterRegistry registry, String of, String description, ToDoubleFunction<Admission> value) {
        Gauge.builder(of, admission, value)
                .description(description)
                .tag("model", name)
                .register(registry);
    }

    private Counter counter(MeterRegistry registry, String of, String description) {
        return Counter.builder(of).description(description).tag("model", name).register(registry);
    }

    /**
     * Loads a bundle.
     *
     * @param name of letters, digits, dots, hyphens and underscores
     * @param images how many are answered together, and let in
     * @param options of the model
     * @throws InvalidInputException if the name or the bundle cannot be used
     */
    public static ServedModel load(
            String name, Path file, ImageOptions images, RuntimeOptions options, MeterRegistry registry) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new InvalidInputException(
                    "'" + name + "' is no name for a model",
                    "use letters, digits, dots, hyphens and underscores; write --model NAME=FILE");
        }
        PatchDropModel model = PatchDropModel.load(file, options.withBatch(images.batch()));
        try {
            return new ServedModel(name, BundleArchive.sha256(Files.readAllBytes(file)), model, images, registry);
        } catch (IOException e) {
            model.close();
            throw new InvalidInputException(file + " cannot be read: " + e.getMessage(), "give another bundle", e);
        }
    }

    /** What requests call it. */
    public String name() {
        return name;
    }

    /** Of the bundle's file, in hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** The model; calls do not pass through the batcher. */
    public PatchDropModel model() {
        return model;
    }

    /** What the bundle says about itself. */
    public Manifest manifest() {
        return model.manifest();
    }

    /** Whether images would be refused now. */
    boolean isFull() {
        return admission.isFull();
    }

    /**
     * Lets images of a request in.
     *
     * @throws io.patchdrop.server.http.ProblemException if they would have to wait for too long
     */
    Admission.Ticket enter(int images) {
        return admission.enter(images);
    }

    /** As {@link PatchDropModel#decode(byte[], DecodingLimits)}. */
    RgbImage decode(byte[] encoded, DecodingLimits limits) throws IOException {
        return model.decode(encoded, limits);
    }

    /** Classifies an image of the model's size, together with others; the budget fits the model. */
    CompletableFuture<Answer> classify(RgbImage image, Budget budget) {
        return batcher.classify(image, budget).thenApply(this::counted);
    }

    private Answer counted(Answer answer) {
        Manifest manifest = manifest();
        int taken = answer.purchases().length;
        int side = manifest.imageSize() / manifest.grid();
        classified.increment();
        bought.increment(taken);
        left.increment(manifest.patches() - taken);
        saved.increment((double) side * side * (manifest.patches() - taken));
        return answer;
    }

    /** As {@link #classify}, for answers that show what might have been: they are not counted. */
    CompletableFuture<Answer> suppose(RgbImage image, Budget budget) {
        return batcher.classify(image, budget);
    }

    /** Looks at an image of the model's size, together with others. */
    CompletableFuture<Look> look(RgbImage image) {
        return batcher.look(image);
    }

    /** Answers what was asked, then frees the model. */
    @Override
    public void close() {
        batcher.close();
        model.close();
    }
}
