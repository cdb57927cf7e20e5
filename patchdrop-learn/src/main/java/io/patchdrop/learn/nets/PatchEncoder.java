package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Encodes HR patches, each alone: the layers of {@link CifarResNet} without its head, then a 2x2 convolution of stride 2 that
 * halves the map where it can, so that what follows is cheap beside the encoder. What the look shows of a patch and its
 * surroundings is added behind the first convolution.
 */
final class PatchEncoder {
    private final int outputs;
    private final int cells;
    private final ConvNorm stem;
    private final Conv2dImpl context;
    private final List<ResidualBlock> layer1;
    private final List<ResidualBlock> layer2;
    private final List<ResidualBlock> layer3;
    private final @Nullable ConvNorm reduce;

    /**
     * @param net owner of the native memory
     * @param parent where the layers are registered
     * @param patchSize height and width of a patch, in pixels
     * @param lookFeatures length of what the look says of a patch
     * @throws InvalidInputException if the patches are too small for the net
     */
    PatchEncoder(OwnedModule net, Module parent, NetSpec spec, int patchSize, int lookFeatures) {
        int blocks = spec.blocksPerStage();
        int width = spec.width();
        int map = mapSize(spec, patchSize);
        ResidualBlock.Kind kind = ResidualBlock.Kind.BASIC;
        outputs = 4 * width;
        stem = new ConvNorm(net, parent, ConvNorm.Names.numbered(1), 3, width, 3, spec.stemStride());
        context = net.add(parent, "context", ConvNorm.convolution(lookFeatures, width, 1, 1, false));
        layer1 = ResidualBlock.stage(net, parent, "layer1", kind, width, width, blocks, 1);
        layer2 = ResidualBlock.stage(net, parent, "layer2", kind, width, 2 * width, blocks, 2);
        layer3 = ResidualBlock.stage(net, parent, "layer3", kind, 2 * width, outputs, blocks, 2);
        boolean halves = map % 2 == 0;
        reduce = halves
                ? new ConvNorm(net, parent, new ConvNorm.Names("reduce", "reduce_bn"), outputs, outputs, 2, 2)
                : null;
        cells = halves ? map / 2 : map;
    }

    /** Height and width of the map behind the last stage. */
    private static int mapSize(NetSpec spec, int patchSize) {
        int reduction = 4 * spec.stemStride();
        if (patchSize < reduction || patchSize % reduction != 0) {
            throw new InvalidInputException(
                    spec + " cannot read patches of " + patchSize + " pixels: it needs a multiple of " + reduction,
                    "choose other images or another grid" + (spec.stemStride() > 1 ? ", or the net without -s2" : ""));
        }
        return patchSize / reduction;
    }

    /** Channels of the features. */
    int outputs() {
        return outputs;
    }

    /** Height and width of the features of a patch. */
    int cells() {
        return cells;
    }

    /**
     * Features of patches.
     *
     * @param patches {@code [M, 3, p, p]}
     * @param look {@code [M, F, 1, 1]}: what the look says of each
     * @return {@code [M, outputs, cells, cells]}, not negative
     */
    Tensor forward(Tensor patches, Tensor look) {
        Tensor x = relu_(stem.forward(patches).add(context.forward(look)));
        x = ResidualBlock.forward(layer1, x);
        x = ResidualBlock.forward(layer2, x);
        x = ResidualBlock.forward(layer3, x);
        return reduce == null ? x : relu_(reduce.forward(x));
    }

    /** Writes {@link #forward} into a graph. */
    String write(OnnxGraph graph, String patches, String look) {
        String x = graph.relu(graph.add(stem.write(graph, patches), GraphLayers.convolution(graph, look, context)));
        x = ResidualBlock.write(layer1, graph, x);
        x = ResidualBlock.write(layer2, graph, x);
        x = ResidualBlock.write(layer3, graph, x);
        return reduce == null ? x : graph.relu(reduce.write(graph, x));
    }
}
