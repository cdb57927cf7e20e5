package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

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

    @Override
    public String toString() {
        return spec + " with " + outputs + " outputs";
    }
}
