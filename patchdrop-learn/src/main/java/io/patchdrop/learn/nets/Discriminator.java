package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.leaky_relu_;

import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The discriminator of SRGAN (Ledig et al., CVPR 2017), made small: four strided convolutions with leaky rectifiers, all
 * but the first with batch normalisation, and one logit from the mean over the map, which the paper's dense layers are
 * replaced by so that images of any size from 16 pixels on can be judged.
 */
public final class Discriminator extends OwnedModule {
    private static final int LAYERS = 4;
    private static final int WIDEST = 4;
    private static final double LEAK = 0.2;

    private final Conv2dImpl first;
    private final List<ConvNorm> strided = new ArrayList<>();
    private final LinearImpl fc;

    private Discriminator(int width) {
        first = add(this, "conv1", ConvNorm.convolution(3, width, 3, 2, false));
        int inputs = width;
        for (int number = 2; number <= LAYERS; number++) {
            int outputs = Math.min(2 * inputs, WIDEST * width);
            strided.add(new ConvNorm(this, this, ConvNorm.Names.numbered(number), inputs, outputs, 3, 2));
            inputs = outputs;
        }
        fc = add(this, "fc", new LinearImpl(inputs, 1));
    }

    /**
     * Builds a discriminator in train mode, its weights drawn from the seed.
     *
     * @param width channels of the first layer; the last ones have four times as many
     * @return a net that the caller closes
     */
    @SuppressWarnings("try") // The scope works by being open.
    public static Discriminator build(int width, long seed) {
        if (width < 1) {
            throw new IllegalArgumentException("width " + width);
        }
        try (PointerScope scope = new PointerScope()) {
            Discriminator net = Initialisation.keepingGenerator(() -> new Discriminator(width));
            Initialisation.draw(net, seed);
            return net;
        }
    }

    /**
     * How real images look.
     *
     * @param images {@code [N, 3, H, W]}, normalised; not changed
     * @return {@code [N]} of logits: above 0 for images that look real
     */
    public Tensor forward(Tensor images) {
        Scalar leak = new Scalar(LEAK);
        Tensor x = leaky_relu_(first.forward(images), leak);
        for (ConvNorm layer : strided) {
            x = leaky_relu_(layer.forward(x), leak);
        }
        return fc.forward(adaptive_avg_pool2d(x, 1, 1).flatten(1, -1)).flatten();
    }

    /**
     * Writes {@link #forward} into a graph, as it is in evaluation mode.
     *
     * @param images name of {@code [N, 3, H, W]}
     * @return name of {@code [N]} of logits
     */
    public String writeOnnx(OnnxGraph graph, String images) {
        String x = graph.leakyRelu(GraphLayers.convolution(graph, images, first), LEAK);
        for (ConvNorm layer : strided) {
            x = graph.leakyRelu(layer.write(graph, x), LEAK);
        }
        return graph.reshape(GraphLayers.linear(graph, graph.mean(x), fc), -1);
    }
}
