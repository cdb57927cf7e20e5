package io.patchdrop.learn.nets;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.learn.onnx.OnnxGraph;
import io.patchdrop.learn.patches.Views;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A classifier whose cost follows the number of patches taken. The look gives a short vector for each patch; each patch
 * taken is encoded alone, in the light of its vector; what little follows sees all of them. The features of a patch depend
 * on nothing that is bought later, so that a buyer who goes step by step encodes only what is new.
 *
 * <p>Its image is both views of a scene: {@link #forward} of images alone is not defined.
 */
abstract class PatchLocalNet extends Net implements PatchLocal {
    private final int lookSize;
    private final LookTrunk lookTrunk;
    private final PatchEncoder encoder;

    /**
     * @param lookSize height and width of the looks, in pixels
     * @param stages of the encoder
     */
    PatchLocalNet(NetSpec spec, int outputs, int inputSize, int lookSize, int grid, int stages) {
        super(spec, outputs, inputSize, grid);
        this.lookSize = lookSize;
        int patchSize = PatchGrid.divide(grid, inputSize, inputSize).patchHeight();
        int lookSide = PatchGrid.divide(grid, lookSize, lookSize).patchHeight();
        this.lookTrunk = new LookTrunk(this, add(this, "look", new Module()), lookWidth());
        this.encoder = new PatchEncoder(
                this, add(this, "encoder", new Module()), spec, stages, patchSize, lookWidth(), lookSide);
    }

    @Override
    int lookSize() {
        return lookSize;
    }

    /** Height and width of what the look says of a patch, l. */
    final int lookSide() {
        return lookSize / grid();
    }

    /** Channels of what the look says: half of the encoder's first stage, as there is less to see. */
    final int lookWidth() {
        return Math.max(1, spec().width() / 2);
    }

    /** Length of what the look says of a patch, F: its channels of l x l pixels. */
    @Override
    public final int lookFeatures() {
        return lookWidth() * lookSide() * lookSide();
    }

    /** The layers that see one patch alone. */
    final PatchEncoder encoder() {
        return encoder;
    }

    /** What looks {@code [N, 3, h, w]} say of each patch: {@code [N, P, F]}. */
    final Tensor lookFeatures(Tensor look) {
        return Cells.rows(lookTrunk.forward(look), grid(), lookSide());
    }

    /**
     * Features of patches, each on its own.
     *
     * @param patches {@code [M, 3, p, p]}
     * @param context {@code [M, F]}, the row of each in {@link #lookFeatures(Tensor)}
     * @return {@code [M, F']}
     */
    final Tensor encode(Tensor patches, Tensor context) {
        Tensor map = encoder.forward(patches, context.view(context.size(0), -1, lookSide(), lookSide()));
        return condensed(map).flatten(1, -1);
    }

    /**
     * What is kept of encoded patches: F' numbers of each.
     *
     * @param encoded {@code [M, C, c, c]} of patches, or {@code [N, C, G * c, G * c]} of whole images
     * @return maps whose sides are smaller by a whole number, or equal
     */
    abstract Tensor condensed(Tensor encoded);

    /**
     * Class logits.
     *
     * @param features {@code [N, P, F']}; the rows of patches not taken are 0
     * @param mask {@code [N, P]} of 0 and 1
     * @param look {@code [N, P, F]}
     * @return {@code [N, K]}
     */
    abstract Tensor pool(Tensor features, Tensor mask, Tensor look);

    @Override
    public Tensor classify(Views views, Tensor actions) {
        return seen(views).logits(actions);
    }

    @Override
    public Tensor classify(Views views) {
        return classify(views, views.images().new_ones(views.images().size(0), (long) grid() * grid()));
    }

    @Override
    public Seen seen(Views views) {
        return new SeenPatches(this, views);
    }

    /**
     * Logits of whole images whose patches are not parted: the encoder's convolutions see over their edges. Another net
     * than that of all patches, with the same weights; it learns several times as fast.
     */
    @Override
    public Tensor classifyJoined(Views views) {
        Tensor look = lookTrunk.forward(views.look());
        Tensor map = condensed(encoder.forward(views.images(), look));
        Tensor all = map.new_ones(map.size(0), (long) grid() * grid());
        return pool(Cells.rows(map, grid(), map.size(2) / grid()), all, Cells.rows(look, grid(), lookSide()));
    }

    @Override
    public boolean learnsFromMasks() {
        return true;
    }

    @Override
    public final String writeLookFeatures(OnnxGraph graph, String look) {
        return Cells.writeRows(graph, lookTrunk.write(graph, look), grid(), lookWidth(), lookSide());
    }

    @Override
    public final String writeEncoder(OnnxGraph graph, String patches, @Nullable String context) {
        String look = graph.reshape(given(context), 0, lookWidth(), lookSide(), lookSide());
        return graph.flatten(writeCondensed(graph, encoder.write(graph, patches, look)));
    }

    @Override
    public final String writePool(OnnxGraph graph, String features, String mask, @Nullable String lookFeatures) {
        return writePatchPool(graph, features, mask, given(lookFeatures));
    }

    /** Writes {@link #condensed}. */
    abstract String writeCondensed(OnnxGraph graph, String encoded);

    /** Writes {@link #pool}. */
    abstract String writePatchPool(OnnxGraph graph, String features, String mask, String look);

    private static String given(@Nullable String name) {
        if (name == null) {
            throw new IllegalArgumentException("the net reads what the look says of each patch");
        }
        return name;
    }

    @Override
    final String writeBody(OnnxGraph graph, String images) {
        throw new UnsupportedOperationException(spec() + " is two graphs: use writeEncoder and writePool");
    }

    @Override
    public final String writeHead(OnnxGraph graph, String features) {
        throw new UnsupportedOperationException(spec() + " has no head of its own: use writePool");
    }

    @Override
    Tensor body(Tensor images) {
        throw new UnsupportedOperationException(spec() + " sees an image's patches and its look: use classify");
    }

    @Override
    public Tensor head(Tensor features) {
        throw new UnsupportedOperationException(spec() + " has no head of its own: use classify");
    }
}
