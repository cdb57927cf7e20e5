package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.leaky_relu_;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The generator of SRGAN (Ledig et al., CVPR 2017, "SRResNet"): residual blocks with batch normalisation and a skip over all
 * of them, then a sub-pixel convolution. Three things are smaller than in the paper. One sub-pixel convolution makes the
 * whole factor at the end (Shi et al., CVPR 2016), so that every convolution runs at the look's resolution; its result is
 * added to the bilinearly upsampled look; and the rectifiers leak by a fixed 0.2 rather than a learned share. The last
 * convolution starts at zero: an untrained generator is bilinear upsampling.
 */
public final class Generator extends OwnedModule {
    private static final double LEAK = 0.2;

    private final int factor;
    private final Conv2dImpl first;
    private final List<Block> blocks = new ArrayList<>();
    private final ConvNorm joined;
    private final Conv2dImpl last;

    private record Block(ConvNorm first, ConvNorm second) {}

    private Generator(int width, int depth, int factor) {
        this.factor = factor;
        first = add(this, "conv1", ConvNorm.convolution(3, width, 5, 1, false));
        Module body = add(this, "blocks", new Module());
        for (int index = 0; index < depth; index++) {
            Module block = add(body, Integer.toString(index), new Module());
            blocks.add(new Block(
                    new ConvNorm(this, block, ConvNorm.Names.numbered(1), width, width, 3, 1),
                    new ConvNorm(this, block, ConvNorm.Names.numbered(2), width, width, 3, 1)));
        }
        joined = new ConvNorm(this, this, ConvNorm.Names.numbered(2), width, width, 3, 1);
        last = add(this, "conv3", ConvNorm.convolution(width, 3L * factor * factor, 3, 1, false));
    }

    /**
     * Builds a generator in train mode, its weights drawn from the seed.
     *
     * @param width channels between the layers
     * @param depth residual blocks
     * @param factor how many times as high and wide the images become
     * @return a net that the caller closes
     */
    @SuppressWarnings("try") // The scope works by being open.
    public static Generator build(int width, int depth, int factor, long seed) {
        if (width < 1 || depth < 0 || factor < 1) {
            throw new IllegalArgumentException("width " + width + ", " + depth + " blocks, factor " + factor);
        }
        try (PointerScope scope = new PointerScope()) {
            Generator net = Initialisation.keepingGenerator(() -> new Generator(width, depth, factor));
            Initialisation.draw(net, seed);
            Torch.withoutGradient(() -> {
                net.last.weight().zero_();
            });
            return net;
        }
    }

    /**
     * Super-resolves looks.
     *
     * @param looks {@code [N, 3, h, w]}, normalised; not changed
     * @return {@code [N, 3, factor h, factor w]}, normalised alike
     */
    public Tensor forward(Tensor looks) {
        Scalar leak = new Scalar(LEAK);
        Tensor start = leaky_relu_(first.forward(looks), leak);
        Tensor x = start;
        for (Block block : blocks) {
            Tensor inner = leaky_relu_(block.first().forward(x), leak);
            x = block.second().forward(inner).add_(x);
        }
        x = joined.forward(x).add_(start);
        Tensor detail = pixel_shuffle(last.forward(x), factor);
        return detail.add(
                upsample_bilinear2d(looks, new long[] {looks.size(2) * factor, looks.size(3) * factor}, false));
    }

    /**
     * Writes {@link #forward} into a graph, as it is in evaluation mode.
     *
     * @param looks name of {@code [N, 3, h, w]}
     * @return name of {@code [N, 3, factor h, factor w]}
     */
    public String writeOnnx(OnnxGraph graph, String looks) {
        String start = graph.leakyRelu(GraphLayers.convolution(graph, looks, first), LEAK);
        String x = start;
        for (Block block : blocks) {
            String inner = graph.leakyRelu(block.first().write(graph, x), LEAK);
            x = graph.add(block.second().write(graph, inner), x);
        }
        x = graph.add(joined.write(graph, x), start);
        String detail = graph.depthToSpace(GraphLayers.convolution(graph, x, last), factor);
        return graph.add(detail, graph.resizeBilinear(looks, 1, factor));
    }
}
