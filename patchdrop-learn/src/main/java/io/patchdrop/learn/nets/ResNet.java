package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * The residual nets for large images of He et al. (CVPR 2016, section 4.1), with exactly torchvision's parameters,
 * buffers and names, so that its weights load: a 7x7 stem and a max-pooling to a quarter of the size, four stages of
 * widths 64 to 512, mean over the map, one linear layer. Depth 10 has one block a stage; 50 has bottlenecks that stride in
 * their 3x3 ("v1.5").
 */
final class ResNet extends Net {
    private static final int STEM_WIDTH = 64;

    /** Depths that exist, and their blocks in each of the four stages. */
    static final Map<Integer, List<Integer>> BLOCKS = Map.of(
            10, List.of(1, 1, 1, 1),
            18, List.of(2, 2, 2, 2),
            34, List.of(3, 4, 6, 3),
            50, List.of(3, 4, 6, 3));

    private static final int FIRST_BOTTLENECK_DEPTH = 50;

    private final ConvNorm stem;
    private final List<ResidualBlock> layer1;
    private final List<ResidualBlock> layer2;
    private final List<ResidualBlock> layer3;
    private final List<ResidualBlock> layer4;
    private final LinearImpl fc;

    ResNet(NetSpec spec, int outputs, int inputSize, int grid) {
        super(spec, outputs, inputSize, grid);
        List<Integer> blocks = BLOCKS.getOrDefault(spec.depth(), List.of());
        ResidualBlock.Kind kind =
                spec.depth() < FIRST_BOTTLENECK_DEPTH ? ResidualBlock.Kind.BASIC : ResidualBlock.Kind.BOTTLENECK;
        stem = new ConvNorm(this, this, ConvNorm.Names.numbered(1), 3, STEM_WIDTH, 7, 2);
        layer1 = ResidualBlock.stage(this, "layer1", kind, STEM_WIDTH, 64, blocks.get(0), 1);
        layer2 = ResidualBlock.stage(this, "layer2", kind, kind.outputs(64), 128, blocks.get(1), 2);
        layer3 = ResidualBlock.stage(this, "layer3", kind, kind.outputs(128), 256, blocks.get(2), 2);
        layer4 = ResidualBlock.stage(this, "layer4", kind, kind.outputs(256), 512, blocks.get(3), 2);
        fc = add(this, "fc", new LinearImpl(kind.outputs(512), outputs));
    }

    @Override
    Tensor body(Tensor images) {
        Tensor x = relu_(stem.forward(images));
        x = max_pool2d(x, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
        x = ResidualBlock.forward(layer1, x);
        x = ResidualBlock.forward(layer2, x);
        x = ResidualBlock.forward(layer3, x);
        return ResidualBlock.forward(layer4, x);
    }

    @Override
    public Tensor head(Tensor features) {
        return fc.forward(adaptive_avg_pool2d(features, 1, 1).flatten(1, -1));
    }

    @Override
    String writeBody(OnnxGraph graph, String images) {
        String x = graph.relu(stem.write(graph, images));
        x = graph.maxPool(x, 3, 2, 1);
        x = ResidualBlock.write(layer1, graph, x);
        x = ResidualBlock.write(layer2, graph, x);
        x = ResidualBlock.write(layer3, graph, x);
        return ResidualBlock.write(layer4, graph, x);
    }

    @Override
    public String writeHead(OnnxGraph graph, String features) {
        return GraphLayers.linear(graph, graph.mean(features), fc);
    }
}
