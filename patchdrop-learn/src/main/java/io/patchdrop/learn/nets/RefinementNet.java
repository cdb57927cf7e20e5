package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.patchdrop.learn.onnx.Constant;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One net for every number of patches: the look fills a feature map of the whole image, each patch taken refines its cells,
 * and a few late layers see the whole map and answer. Without a patch it is a classifier of looks.
 *
 * <p>With m = 1 where a patch is taken, e its encoding, l what the look says and f a learned vector that tells taken cells
 * from others, a cell is m (e + f) + (1 - m / 2) l. The late layers have 0.4 to 0.8 times the operations of encoding one
 * patch, so that the cost follows the number of patches.
 */
final class RefinementNet extends PatchLocalNet {
    private final Conv2dImpl fromLook;
    private final Tensor taken;
    private final List<ResidualBlock> late;
    private final LinearImpl fc;

    RefinementNet(NetSpec spec, int outputs, int inputSize, int lookSize, int grid) {
        super(spec, outputs, inputSize, lookSize, grid);
        int width = channels();
        fromLook = add(this, "from_look", ConvNorm.convolution(lookFeatures(), width, 1, 1, false));
        taken = register_parameter("taken", zeros(1, width, 1, 1));
        taken.retainReference();
        late = late(width, spec.blocksPerStage());
        fc = add(this, "fc", new LinearImpl(width, outputs));
    }

    /** Residual blocks that are narrow inside: two 3x3 convolutions each, so that the second one sees 5x5 cells. */
    private List<ResidualBlock> late(int width, int blocks) {
        Module stage = add(this, "late", new Module());
        List<ResidualBlock> built = new ArrayList<>();
        for (int index = 0; index < blocks; index++) {
            Module block = add(stage, Integer.toString(index), new Module());
            List<ConvNorm> path = List.of(
                    new ConvNorm(this, block, ConvNorm.Names.numbered(1), width, width / 2, 3, 1),
                    new ConvNorm(this, block, ConvNorm.Names.numbered(2), width / 2, width, 3, 1));
            built.add(new ResidualBlock(path, null));
        }
        return List.copyOf(built);
    }

    @Override
    Tensor pool(Tensor features, Tensor mask, Tensor look) {
        Tensor encoded = map(features, cells());
        Tensor known = map(mask.unsqueeze(2), 1);
        Tensor seen = fromLook.forward(map(look, 1));
        Tensor refined = encoded.add(onCells(taken.mul(known)));
        Tensor rest = seen.mul(known.mul(new Scalar(-0.5)).add(new Scalar(1)));
        Tensor cells = refined.add(onCells(rest));
        return fc.forward(
                adaptive_avg_pool2d(ResidualBlock.forward(late, cells), 1, 1).flatten(1, -1));
    }

    @Override
    String writePatchPool(OnnxGraph graph, String features, String mask, String look) {
        String encoded = writeMap(graph, features, channels(), cells());
        String known = writeMap(graph, mask, 1, 1);
        String seen = GraphLayers.convolution(graph, writeMap(graph, look, lookFeatures(), 1), fromLook);
        String marked = graph.mul(graph.constant(GraphLayers.constant(taken)), known);
        String refined = graph.add(encoded, writeOnCells(graph, marked));
        String less = graph.mul(known, graph.constant(Constant.scalar(-0.5)));
        String rest = graph.mul(seen, graph.add(less, graph.constant(Constant.scalar(1))));
        String cells = graph.add(refined, writeOnCells(graph, rest));
        return GraphLayers.linear(graph, graph.mean(ResidualBlock.write(late, graph, cells)), fc);
    }

    /** Writes {@link #map}. */
    private String writeMap(OnnxGraph graph, String rows, long width, long side) {
        String byPatch = graph.reshape(rows, 0, grid(), grid(), width, side, side);
        return graph.reshape(graph.transpose(byPatch, 0, 3, 1, 4, 2, 5), 0, width, grid() * side, grid() * side);
    }

    /** Writes {@link #onCells}. */
    private String writeOnCells(OnnxGraph graph, String map) {
        return cells() == 1 ? map : graph.repeatPixels(map, cells());
    }

    /** From rows by patch {@code [N, P, C * c * c]} to a map {@code [N, C, G * c, G * c]}. */
    private Tensor map(Tensor rows, long side) {
        long images = rows.size(0);
        long grid = grid();
        long width = rows.size(2) / (side * side);
        return rows.view(images, grid, grid, width, side, side)
                .permute(0, 3, 1, 4, 2, 5)
                .reshape(images, width, grid * side, grid * side);
    }

    /** A map of one value a patch, repeated over the cells of each. */
    private Tensor onCells(Tensor map) {
        long side = cells();
        return side == 1
                ? map
                : map.repeat_interleave(
                                side, new org.bytedeco.pytorch.LongOptional(2), new org.bytedeco.pytorch.LongOptional())
                        .repeat_interleave(
                                side,
                                new org.bytedeco.pytorch.LongOptional(3),
                                new org.bytedeco.pytorch.LongOptional());
    }
}
