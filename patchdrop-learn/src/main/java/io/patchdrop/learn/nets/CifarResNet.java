package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * The residual nets for small images of He et al. (CVPR 2016, section 4.2): a 3x3 stem, three stages of n basic blocks
 * with widths w, 2w and 4w at full, half and quarter size, mean over the map, one linear layer; depth 6n + 2. Shortcuts
 * that change the size are projections, as in torchvision, and the names are torchvision's.
 */
final class CifarResNet extends Net {
    private final ConvNorm stem;
    private final List<ResidualBlock> layer1;
    private final List<ResidualBlock> layer2;
    private final List<ResidualBlock> layer3;
    private final LinearImpl fc;

    CifarResNet(NetSpec spec, int outputs, int inputSize, int grid) {
        super(spec, outputs, inputSize, grid);
        int blocks = spec.blocksPerStage();
        int width = spec.width();
        ResidualBlock.Kind kind = ResidualBlock.Kind.BASIC;
        stem = new ConvNorm(this, this, ConvNorm.Names.numbered(1), 3, width, 3, spec.stemStride());
        layer1 = ResidualBlock.stage(this, "layer1", kind, width, width, blocks, 1);
        layer2 = ResidualBlock.stage(this, "layer2", kind, width, 2 * width, blocks, 2);
        layer3 = ResidualBlock.stage(this, "layer3", kind, 2 * width, 4 * width, blocks, 2);
        fc = add(this, "fc", new LinearImpl(4L * width, outputs));
    }

    @Override
    Tensor body(Tensor images) {
        Tensor x = relu_(stem.forward(images));
        x = ResidualBlock.forward(layer1, x);
        x = ResidualBlock.forward(layer2, x);
        return ResidualBlock.forward(layer3, x);
    }

    @Override
    public Tensor head(Tensor features) {
        return fc.forward(adaptive_avg_pool2d(features, 1, 1).flatten(1, -1));
    }

    @Override
    String writeBody(OnnxGraph graph, String images) {
        String x = graph.relu(stem.write(graph, images));
        x = ResidualBlock.write(layer1, graph, x);
        x = ResidualBlock.write(layer2, graph, x);
        return ResidualBlock.write(layer3, graph, x);
    }

    @Override
    public String writeHead(OnnxGraph graph, String features) {
        return GraphLayers.linear(graph, graph.mean(features), fc);
    }
}
