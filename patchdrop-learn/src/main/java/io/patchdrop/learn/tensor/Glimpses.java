package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.max_pool2d;

import io.patchdrop.core.PatchGrid;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Windows of one patch's size at any place of the HR image, differentiable in their places: the sampler of a spatial
 * transformer (Jaderberg et al., NeurIPS 2015, section 3.3) that only translates. A window cut out at a place and pasted
 * back there is the image times the window's mask, and the mask is the bilinear sampling of a template of ones; both axes
 * being alike and independent, it is an outer product of two ramps.
 *
 * <p>Places are centres {@code [N, n, 2]}, (x, y) in pixels from the image's upper left corner, pixel i covering [i, i + 1).
 * Windows are ordered; which of them an image takes says {@code present}, {@code [N, n]} of 0 and 1.
 *
 * @param grid the patches of an image, for their size
 * @param windows n, from 1 to P
 */
public record Glimpses(PatchGrid grid, int windows) {
    private static final double INSET = 0.05;

    /** @throws IllegalArgumentException if there are no windows, or more than patches */
    public Glimpses {
        if (windows < 1 || windows > grid.patches()) {
            throw new IllegalArgumentException(windows + " windows on " + grid.patches() + " patches");
        }
    }

    /** As many windows as are needed for so many on average: the next whole number, at least one. */
    public static Glimpses averaging(PatchGrid grid, double mean) {
        return new Glimpses(grid, Math.max(1, (int) Math.ceil(mean)));
    }

    /** How many numbers place the windows of an image: two each. */
    public int offsets() {
        return 2 * windows;
    }

    /**
     * Places from a net's numbers o: low + (high - low) sigmoid(o + b), where low and high are the first and the last centre
     * at which the whole window lies inside the image. The b put window k at o = 0 over the k-th most central patch; over
     * one at the border {@value #INSET} of the way inside, where the sigmoid has a slope left.
     *
     * @param numbers {@code [N, 2n]} or more, any; only the first 2n count
     * @return centres {@code [N, n, 2]}
     */
    public Tensor centres(Tensor numbers) {
        Tensor share = numbers.narrow(1, 0, offsets())
                .reshape(-1, windows, 2)
                .add(biases(numbers))
                .sigmoid();
        double right = grid.imageWidth() - grid.patchWidth();
        double down = grid.imageHeight() - grid.patchHeight();
        return share.mul(pair(right, down, numbers)).add(half(numbers));
    }

    /** The b of {@link #centres}, {@code [1, n, 2]}. */
    private Tensor biases(Tensor like) {
        int[] order = grid.centralOrder();
        float[] biases = new float[2 * windows];
        for (int window = 0; window < windows; window++) {
            biases[2 * window] = bias(grid.column(order[window]), grid.columns());
            biases[2 * window + 1] = bias(grid.row(order[window]), grid.rows());
        }
        return placed(biases, like, 1, windows, 2);
    }

    private static float bias(int position, int positions) {
        double share = positions == 1 ? 0.5 : (double) position / (positions - 1);
        double inside = Math.max(INSET, Math.min(1 - INSET, share));
        return (float) Math.log(inside / (1 - inside));
    }

    /** The places on whole pixels that are nearest: there, a window takes exactly the pixels of one patch. */
    public Tensor snapped(Tensor centres) {
        Tensor half = half(centres);
        return centres.sub(half).round().add(half);
    }

    /**
     * How much of each pixel the windows show together: 1 - prod_k (1 - w_k), with w_k the mask of window k. Inside a window
     * it is 1, far from every window 0; over an edge w falls on a straight line {@code ramp} pixels long whose middle lies
     * on the edge, so that the area under it is the window's.
     *
     * @param centres {@code [N, n, 2]}
     * @param present {@code [N, n]} of 0 and 1
     * @param ramp pixels, above 0 and at most a window's side; 1 is bilinear sampling
     * @return {@code [N, 1, H, W]}, in [0, 1]
     */
    public Tensor mask(Tensor centres, Tensor present, double ramp) {
        Tensor columns = profile(centres.select(2, 0), grid.imageWidth(), grid.patchWidth(), ramp);
        Tensor rows = profile(centres.select(2, 1), grid.imageHeight(), grid.patchHeight(), ramp)
                .mul(present.unsqueeze(2));
        Tensor hidden = hidden(rows, columns, 0);
        for (int window = 1; window < windows; window++) {
            hidden = hidden.mul(hidden(rows, columns, window));
        }
        return hidden.neg().add(new Scalar(1)).unsqueeze(1);
    }

    /** What window k leaves hidden, {@code [N, H, W]}. */
    private static Tensor hidden(Tensor rows, Tensor columns, int window) {
        Tensor shown = rows.select(1, window)
                .unsqueeze(2)
                .mul(columns.select(1, window).unsqueeze(1));
        return shown.neg().add(new Scalar(1));
    }

    /** Ramps along one axis, {@code [N, n]} to {@code [N, n, size]}: (side / 2 - |i + 1/2 - c|) / ramp + 1/2, within 0 to 1. */
    private static Tensor profile(Tensor centres, int size, int side, double ramp) {
        float[] pixels = new float[size];
        for (int pixel = 0; pixel < size; pixel++) {
            pixels[pixel] = pixel + 0.5f;
        }
        Tensor middle = placed(pixels, centres, 1, 1, size);
        Tensor outside = middle.sub(centres.unsqueeze(2)).abs().sub(new Scalar(side / 2.0));
        return outside.div(new Scalar(-ramp))
                .add(new Scalar(0.5))
                .clamp_min(new Scalar(0))
                .clamp_max(new Scalar(1));
    }

    /**
     * The patches of the grid of which windows show something.
     *
     * @param mask {@code [N, 1, H, W]}
     * @return actions {@code [N, P]} of 0 and 1
     */
    public Tensor touched(Tensor mask) {
        return max_pool2d(mask.detach(), new long[] {grid.patchHeight(), grid.patchWidth()})
                .gt(new Scalar(0))
                .to(ScalarType.Float)
                .flatten(1, -1);
    }

    /**
     * Which windows each image takes: the first floor(mean) ones, or one more by chance, so that the expected number is the
     * mean.
     *
     * @param mean from 0 to n
     * @param images N
     * @param random the generator of each image, by its place in the batch
     * @return {@code [N, n]} of 0 and 1
     */
    public Tensor present(double mean, int images, IntFunction<RandomGenerator> random, Device device) {
        float[] present = new float[images * windows];
        for (int image = 0; image < images; image++) {
            int count = (int) Math.floor(mean + random.apply(image).nextDouble());
            for (int window = 0; window < Math.min(count, windows); window++) {
                present[image * windows + window] = 1;
            }
        }
        return Tensor.create(present, images, windows).to(device, ScalarType.Float);
    }

    /** Half a window, (x, y). */
    private Tensor half(Tensor like) {
        return pair(grid.patchWidth() / 2.0, grid.patchHeight() / 2.0, like);
    }

    private static Tensor pair(double x, double y, Tensor like) {
        return placed(new float[] {(float) x, (float) y}, like, 1, 1, 2);
    }

    private static Tensor placed(float[] values, Tensor like, long... shape) {
        return Tensor.create(values, shape).to(like.device(), like.scalar_type());
    }
}
