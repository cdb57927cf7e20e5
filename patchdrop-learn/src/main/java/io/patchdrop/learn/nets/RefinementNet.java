package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.onnx.Constant;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One net for every number of patches: the look fills a feature map of the whole image, each patch taken refines its cells,
 * and a few late layers see the whole map and answer. Without a patch it is a classifier of looks.
 *
 * <p>Two stages encode a patch, and a 1x1 convolution condenses them to half of w channels, so that the late layers are narrow: the
 * stages of {@link CifarResNet} of depth 8, of widths w/2, w and 2w. With m = 1 where a patch is taken, e its encoding, l what the look says and f a
 * learned vector that tells taken cells from others, a cell is m (e + f) + (1 - m / 2) l; e + f is what is kept of a patch.
 */
final class RefinementNet extends PatchLocalNet {
    private static final int ENCODER_STAGES = 2;

    private final int cells;
    private final ConvNorm condense;
    private final Tensor taken;
    private final List<List<ResidualBlock>> late = new ArrayList<>();
    private final LinearImpl fc;

    RefinementNet(NetSpec spec, int outputs, int inputSize, int lookSize, int grid) {
        super(spec, outputs, inputSize, lookSize, grid, ENCODER_STAGES);
        cells = encoder().cells();
        if (cells % lookSide() != 0 && lookSide() % cells != 0) {
            throw new InvalidInputException(
                    spec + " cannot lay " + lookSide() + " x " + lookSide() + " pixels of the look over " + cells
                            + " x " + cells + " cells",
                    "choose another LR size");
        }
        int width = lookWidth();
        condense = new ConvNorm(
                this,
                this,
                new ConvNorm.Names("condense", "condense_bn"),
                encoder().outputs(),
                width,
                1,
                1);
        taken = register_parameter("taken", zeros(1, width, 1, 1));
        taken.retainReference();
        Module layers = add(this, "late", new Module());
        ResidualBlock.Kind kind = ResidualBlock.Kind.BASIC;
        late.add(ResidualBlock.stage(this, layers, "layer1", kind, width, width, 1, 1));
        late.add(ResidualBlock.stage(this, layers, "layer2", kind, width, 2 * width, 1, 2));
        late.add(ResidualBlock.stage(this, layers, "layer3", kind, 2 * width, 4 * width, 1, 2));
        fc = add(this, "fc", new LinearImpl(4L * width, outputs));
    }

    @Override
    public int patchFeatures() {
        return lookWidth() * cells * cells;
    }

    @Override
    Tensor condensed(Tensor encoded) {
        return relu_(condense.forward(encoded)).add(taken);
    }

    @Override
    Tensor pool(Tensor features, Tensor mask, Tensor look) {
        Tensor dimming = mask.unsqueeze(2).mul(new Scalar(-0.5)).add(new Scalar(1));
        Tensor seen = Cells.map(look.mul(dimming), grid(), lookSide());
        Tensor map = Cells.map(features, grid(), cells).add(Cells.resized(seen, (long) grid() * cells));
        for (List<ResidualBlock> stage : late) {
            map = ResidualBlock.forward(stage, map);
        }
        return fc.forward(adaptive_avg_pool2d(map, 1, 1).flatten(1, -1));
    }

    @Override
    String writeCondensed(OnnxGraph graph, String encoded) {
        return graph.add(graph.relu(condense.write(graph, encoded)), graph.constant(GraphLayers.constant(taken)));
    }

    @Override
    String writePatchPool(OnnxGraph graph, String features, String mask, String look) {
        String rows = graph.reshape(mask, 0, (long) grid() * grid(), 1);
        String dimming =
                graph.add(graph.mul(rows, graph.constant(Constant.scalar(-0.5))), graph.constant(Constant.scalar(1)));
        String dimmed = Cells.writeMap(graph, graph.mul(look, dimming), grid(), lookWidth(), lookSide());
        String seen = Cells.writeResized(graph, dimmed, grid() * lookSide(), grid() * cells);
        String map = graph.add(Cells.writeMap(graph, features, grid(), lookWidth(), cells), seen);
        for (List<ResidualBlock> stage : late) {
            map = ResidualBlock.write(stage, graph, map);
        }
        return GraphLayers.linear(graph, graph.mean(map), fc);
    }
}
