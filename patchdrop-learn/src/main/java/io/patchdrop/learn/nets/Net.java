package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
import org.bytedeco.pytorch.Tensor;

/**
 * A network from images to logits: a body that makes a feature map, and a head behind it. {@link NetSpec#build} makes
 * them. A net owns its native memory until {@link #close}; scopes that were open when it was built do not free it.
 */
public abstract class Net extends OwnedModule {
    private final NetSpec spec;
    private final int outputs;
    private final int inputSize;
    private final int grid;

    Net(NetSpec spec, int outputs, int inputSize, int grid) {
        this.spec = spec;
        this.outputs = outputs;
        this.inputSize = inputSize;
        this.grid = grid;
    }

    /** What the net is, in a form that builds it again. */
    public final NetSpec spec() {
        return spec;
    }

    /** Number of logits. */
    public final int outputs() {
        return outputs;
    }

    /** Height and width of the images it was built for, in pixels, before any upsampling of its own. */
    public final int inputSize() {
        return inputSize;
    }

    /** Patches a side that it was built for; 0 if it knows of none. */
    public final int grid() {
        return grid;
    }

    /**
     * Logits of images.
     *
     * @param images {@code [N, 3, H, W]}, normalised; faster in channels_last
     * @return {@code [N, outputs]}
     */
    public final Tensor forward(Tensor images) {
        return head(features(images));
    }

    /**
     * The feature map that the head sees.
     *
     * @param images {@code [N, 3, H, W]}, normalised; not changed
     * @return {@code [N, C, h, w]}, not negative
     */
    public final Tensor features(Tensor images) {
        int size = spec.upsample();
        if (size == 0 || (images.size(2) == size && images.size(3) == size)) {
            return body(images);
        }
        return body(upsample_bilinear2d(images, new long[] {size, size}, false));
    }

    abstract Tensor body(Tensor images);

    /**
     * Logits of a feature map.
     *
     * @param features what {@link #features} gave
     * @return {@code [N, outputs]}
     */
    public abstract Tensor head(Tensor features);

    /** Height and width of the looks that it sees beside the images, in pixels; 0 if it sees none. */
    int lookSize() {
        return 0;
    }

    /**
     * Logits of images of which only some patches were taken: of the masked images, unless the net has a better way.
     *
     * @param views {@code [N, 3, H, W]} and their looks; the net sees of the images the patches taken only
     * @param actions {@code [N, P]} of 0 and 1
     * @return {@code [N, outputs]}
     */
    public Tensor classify(Views views, Tensor actions) {
        return forward(masked(views.images(), actions));
    }

    /** Logits of whole images, {@code [N, outputs]}. */
    public Tensor classify(Views views) {
        return forward(views.images());
    }

    /** Logits of whole images, {@code [N, outputs]}, of which a net that encodes patches alone does not part the patches. */
    public Tensor classifyJoined(Views views) {
        return classify(views);
    }

    /** Whether it is trained under random masks from the start, since parts of it rest while it sees whole images. */
    public boolean learnsFromMasks() {
        return false;
    }

    /** A batch that is classified again and again, under other masks. */
    public interface Seen {
        /**
         * Logits under masks.
         *
         * @param actions {@code [k * N, P]} of 0 and 1, for any k: the masks of the whole batch, k times
         * @return {@code [k * N, outputs]}
         */
        Tensor logits(Tensor actions);
    }

    /** Takes up a batch to be classified again and again. */
    public Seen seen(Views views) {
        return actions -> forward(masked(
                Actions.repeated(
                        views.images(),
                        Math.toIntExact(actions.size(0) / views.images().size(0))),
                actions));
    }

    private Tensor masked(Tensor images, Tensor actions) {
        return Actions.apply(images, actions, PatchGrid.divide(grid, inputSize, inputSize));
    }

    /**
     * Writes {@link #forward} into a graph, as it is in evaluation mode, with the present weights.
     *
     * @param images name of {@code [N, 3, H, W]}, of the size that the net was built for
     * @return name of the logits, {@code [N, outputs]}
     */
    public final String writeOnnx(OnnxGraph graph, String images) {
        return writeHead(graph, writeFeatures(graph, images));
    }

    /** As {@link #writeOnnx}, for {@link #features}. */
    public final String writeFeatures(OnnxGraph graph, String images) {
        return writeFeatures(graph, images, inputSize);
    }

    /** As {@link #writeFeatures(OnnxGraph, String)}, of images of another size. */
    final String writeFeatures(OnnxGraph graph, String images, int size) {
        int upsampled = spec.upsample();
        if (upsampled == 0 || upsampled == size) {
            return writeBody(graph, images);
        }
        return writeBody(graph, graph.resizeBilinear(images, size, upsampled));
    }

    /** Writes {@link #body}. */
    abstract String writeBody(OnnxGraph graph, String images);

    /** As {@link #writeOnnx}, for {@link #head}. */
    public abstract String writeHead(OnnxGraph graph, String features);

    @Override
    public String toString() {
        return spec + " with " + outputs + " outputs";
    }
}
