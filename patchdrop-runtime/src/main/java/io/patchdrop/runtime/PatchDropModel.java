package io.patchdrop.runtime;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained model, loaded from a bundle. Any number of threads may call it at the same time. Lists of any length are
 * answered in micro-batches, so that memory stays bounded. Answers do not depend on what else is in a list.
 */
public final class PatchDropModel implements AutoCloseable {
    private final Manifest manifest;
    private final Fusion fusion;
    private final LookStage look;
    private final ZoomStage zoom;
    private final Workspace.Pool workspaces;
    private final Gate gate;

    private PatchDropModel(Manifest manifest, LookStage look, ZoomStage zoom, Room room, int calls) {
        this.manifest = manifest;
        this.fusion = new Fusion(manifest.fusion());
        this.look = look;
        this.zoom = zoom;
        this.workspaces = new Workspace.Pool(look, zoom, room.images());
        this.gate = new Gate(calls);
    }

    /**
     * Loads a bundle with the default options.
     *
     * @throws InvalidInputException if it is not exactly a bundle or its graphs are not what its manifest says
     */
    public static PatchDropModel load(Path file) {
        return load(file, RuntimeOptions.defaults());
    }

    /**
     * Loads a bundle: verifies all of it, and runs each graph once.
     *
     * @throws InvalidInputException if it is not exactly a bundle or its graphs are not what its manifest says
     */
    public static PatchDropModel load(Path file, RuntimeOptions options) {
        Bundle bundle = BundleArchive.read(file, Json::readObject);
        try {
            Manifest manifest = bundle.manifest();
            Room room = Room.of(manifest, options);
            LookStage look = new LookStage(manifest, bundle.member(Manifest.LOOK), options);
            ZoomStage zoom = Graph.closedOnFailure(() -> ZoomStage.open(bundle, room, options), look);
            return Graph.closedOnFailure(
                    () -> {
                        look.probe();
                        return new PatchDropModel(manifest, look, zoom, room, options.calls());
                    },
                    look,
                    zoom);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + ": " + e.problem(), e.remedy(), e);
        }
    }

    /** What the bundle says about itself. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Decodes an image file as the model takes it: its central square, resized to the model's size.
     *
     * @param encoded a whole JPEG, PNG, GIF, BMP or TIFF file
     * @throws IOException if it is no image that can be read; the message says why, in one line
     */
    public RgbImage decode(byte[] encoded) throws IOException {
        return decode(encoded, DecodingLimits.DEFAULT);
    }

    /** As {@link #decode(byte[])}, within other limits. */
    public RgbImage decode(byte[] encoded, DecodingLimits limits) throws IOException {
        int size = manifest.imageSize();
        RgbImage square = ImageDecoder.decode(encoded, Region::centralSquare, limits);
        return new RgbImage(size, size, square.resized(size));
    }

    /**
     * Looks at images; nothing is bought.
     *
     * @param images each of the model's HR or LR size
     * @return one look for each, in order
     * @throws InvalidInputException if there are none, or one has neither size
     * @throws IllegalStateException if the model is closed
     */
    public List<Look> look(List<RgbImage> images) {
        List<Input> inputs = new ArrayList<>(images.size());
        for (RgbImage image : images) {
            inputs.add(Input.ofLook(image, manifest, inputs.size()));
        }
        return inBatches(inputs, (workspace, part) -> {
            workspace.look().run(0, part);
            List<Look> looks = new ArrayList<>(part.size());
            for (int i = 0; i < part.size(); i++) {
                float[] probabilities = Fusion.softmax(workspace.look().logits(i));
                looks.add(new Look(
                        probabilities,
                        workspace.look().scores(i),
                        workspace.look().value(i)));
            }
            return looks;
        });
    }

    /**
     * The patches to buy of an image that was looked at.
     *
     * @param budget any but a confidence, which needs the patches' pixels to be decided
     * @throws InvalidInputException if the budget does not fit the model
     */
    public PatchMask decide(Look look, Budget budget) {
        int[] bought = PurchasePlan.atOnce(budget, look.scores(), look.value());
        return PatchMask.ofIndices(look.scores().length, bought);
    }

    /** Classifies an image of the model's HR size by the bundle's own decision; as {@link #classify(List, Budget)}. */
    public Answer classify(RgbImage image) {
        return classify(image, manifest.decision().budget());
    }

    /** Classifies one image; as {@link #classify(List, Budget)}. */
    public Answer classify(RgbImage image, Budget budget) {
        return classify(List.of(image), budget).get(0);
    }

    /** Classifies images by the bundle's own decision; as {@link #classify(List, Budget)}. */
    public List<Answer> classify(List<RgbImage> images) {
        return classify(images, manifest.decision().budget());
    }

    /**
     * Classifies images.
     *
     * @param images each of the model's HR size
     * @param budget what may be bought of each
     * @return one answer for each, in order
     * @throws InvalidInputException if there are no images, one has another size, or the budget does not fit the model
     * @throws IllegalStateException if the model is closed
     */
    public List<Answer> classify(List<RgbImage> images, Budget budget) {
        return answer(wholeImages(images), Collections.nCopies(images.size(), budget));
    }

    /**
     * Classifies images, each by a budget of its own; as {@link #classify(List, Budget)}.
     *
     * @param budgets one for each image
     * @throws IllegalArgumentException if there are more or fewer budgets than images
     */
    public List<Answer> classify(List<RgbImage> images, List<? extends Budget> budgets) {
        if (images.size() != budgets.size()) {
            throw new IllegalArgumentException(budgets.size() + " budgets for " + images.size() + " images");
        }
        return answer(wholeImages(images), List.copyOf(budgets));
    }

    /**
     * Checks that the model can keep to a budget.
     *
     * @throws InvalidInputException if it names patches that there are not, or needs a value head that is not there
     */
    public void requireFits(Budget budget) {
        PurchasePlan.check(budget, manifest.patches(), manifest.valueHead());
    }

    private List<Input> wholeImages(List<RgbImage> images) {
        List<Input> inputs = new ArrayList<>(images.size());
        for (RgbImage image : images) {
            inputs.add(Input.of(image, manifest, inputs.size()));
        }
        return inputs;
    }

    /** Classifies one image whose patches are fetched when they are bought; as {@link #classifySources}. */
    public Answer classify(PatchSource source, Budget budget) {
        return classifySources(List.of(source), budget).get(0);
    }

    /**
     * Classifies images whose patches are fetched when they are bought, by this thread; no other patch is asked for.
     *
     * @param budget what may be bought of each
     * @return one answer for each, in order
     * @throws InvalidInputException if there are no sources, one gives a wrong number of pixels, or the budget does not fit
     * @throws UncheckedIOException if a source fails
     * @throws IllegalStateException if the model is closed
     */
    public List<Answer> classifySources(List<? extends PatchSource> sources, Budget budget) {
        return answer(bought(sources), Collections.nCopies(sources.size(), budget));
    }

    /**
     * Classifies images whose patches are fetched when they are bought, each by a budget of its own; as {@link
     * #classifySources(List, Budget)}.
     *
     * @param budgets one for each source
     * @throws IllegalArgumentException if there are more or fewer budgets than sources
     */
    public List<Answer> classifySources(List<? extends PatchSource> sources, List<? extends Budget> budgets) {
        if (sources.size() != budgets.size()) {
            throw new IllegalArgumentException(budgets.size() + " budgets for " + sources.size() + " sources");
        }
        return answer(bought(sources), List.copyOf(budgets));
    }

    private List<Input> bought(List<? extends PatchSource> sources) {
        List<Input> inputs = new ArrayList<>(sources.size());
        for (PatchSource source : sources) {
            inputs.add(Input.of(source, manifest));
        }
        return inputs;
    }

    /**
     * What the HR classifier alone says of whole images: the model without dropping. The look plays a part only where the
     * classifier takes features of it.
     *
     * @param images each of the model's HR size
     * @return logits {@code [K]} for each, in order
     * @throws InvalidInputException if there are no images, or one has another size
     * @throws IllegalStateException if the model is closed
     */
    public List<float[]> hrLogits(List<RgbImage> images) {
        int[] all = IntStream.range(0, manifest.patches()).toArray();
        int classes = manifest.classes().size();
        return inBatches(wholeImages(images), (workspace, part) -> {
            if (manifest.lookFeatures() > 0) {
                workspace.look().run(0, part);
            }
            ZoomStage.Work work = workspace.zoom();
            work.begin(0, part.size());
            for (int slot = 0; slot < part.size(); slot++) {
                work.buy(slot, part.get(slot), all);
            }
            work.encode();
            float[] logits = work.logits(part.size());
            return IntStream.range(0, part.size())
                    .mapToObj(slot -> Arrays.copyOfRange(logits, slot * classes, (slot + 1) * classes))
                    .toList();
        });
    }

    private List<Answer> answer(List<Input> inputs, List<Budget> budgets) {
        for (Budget budget : new LinkedHashSet<>(budgets)) {
            requireFits(budget);
        }
        return inWorkspace(
                inputs,
                workspace -> MicroBatch.answer(manifest, fusion, zoom.logitsOfNothing(), workspace, budgets, inputs));
    }

    private interface BatchWork<T> {
        List<T> run(Workspace workspace, List<Input> part) throws IOException;
    }

    private <T> List<T> inBatches(List<Input> inputs, BatchWork<T> work) {
        return inWorkspace(inputs, workspace -> {
            List<T> results = new ArrayList<>(inputs.size());
            for (int start = 0; start < inputs.size(); start += workspace.images()) {
                int end = Math.min(inputs.size(), start + workspace.images());
                results.addAll(work.run(workspace, inputs.subList(start, end)));
            }
            return results;
        });
    }

    private interface Work<T> {
        List<T> run(Workspace workspace) throws IOException;
    }

    private <T> List<T> inWorkspace(List<Input> inputs, Work<T> work) {
        if (inputs.isEmpty()) {
            throw new InvalidInputException("There are no images", "give at least one");
        }
        try (Gate.Visit visit = gate.enter()) {
            Workspace workspace = workspaces.take(inputs.size());
            try {
                return work.run(workspace);
            } catch (IOException e) {
                throw new UncheckedIOException("a source of patches failed: " + e.getMessage(), e);
            } finally {
                workspaces.giveBack(workspace);
            }
        }
    }

    /**
     * Waits for the calls that are under way, then frees the graphs; later calls fail. Closing again does nothing.
     *
     * @throws IllegalStateException if it is called by a {@link PatchSource} that the model asks for patches
     */
    @Override
    public void close() {
        gate.close(() -> {
            look.close();
            zoom.close();
        });
    }
}
