package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Features of a look at its own size: a convolution and two residual blocks, so that a pixel of the map sees 11 x 11 pixels
 * of the look.
 */
final class LookTrunk {
    private static final int BLOCKS = 2;

    private final ConvNorm stem;
    private final List<ResidualBlock> layer1;

    /**
     * @param net owner of the native memory
     * @param parent where the layers are registered
     * @param width channels
     */
    LookTrunk(OwnedModule net, Module parent, int width) {
        stem = new ConvNorm(net, parent, ConvNorm.Names.numbered(1), 3, width, 3, 1);
        layer1 = ResidualBlock.stage(net, parent, "layer1", ResidualBlock.Kind.BASIC, width, width, BLOCKS, 1);
    }

    /** From {@code [N, 3, h, w]} to {@code [N, width, h, w]}, not negative. */
    Tensor forward(Tensor look) {
        return ResidualBlock.forward(layer1, relu_(stem.forward(look)));
    }

    /** Writes {@link #forward}. */
    String write(OnnxGraph graph, String look) {
        return ResidualBlock.write(layer1, graph, graph.relu(stem.write(graph, look)));
    }
}
