package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * The residual trunk of nets that keep the place of what they see: its map is reduced to exactly G x G cells, cell (r, c)
 * lying over patch (r, c). Its layers are those of {@link CifarResNet}, but average pooling in front of the stages takes the
 * place of their strides: a 3x3 convolution of stride 2 looks half a pixel to the upper left of the pixels that it merges,
 * and a few of them move each cell almost half a patch away from its patch. Registered in the net itself, so that it adds
 * no level to the names.
 */
final class GridTrunk {
    private final Reduction reduction;
    private final ConvNorm stem;
    private final List<ResidualBlock> layer1;
    private final List<ResidualBlock> layer2;
    private final List<ResidualBlock> layer3;

    /** @throws InvalidInputException if the side of the net's input is not a multiple of its grid's */
    GridTrunk(Net net) {
        this(net, net, net.spec(), net.inputSize(), net.grid());
    }

    /**
     * A trunk that is a part of a net.
     *
     * @param net owner of the native memory
     * @param parent where the layers are registered
     * @param inputSize height and width of what it sees, in pixels
     * @throws InvalidInputException if that is not a multiple of the grid's side
     */
    GridTrunk(OwnedModule net, Module parent, NetSpec spec, int inputSize, int grid) {
        reduction = Reduction.of(cellSize(spec, inputSize, grid));
        int blocks = spec.blocksPerStage();
        int width = spec.width();
        ResidualBlock.Kind kind = ResidualBlock.Kind.BASIC;
        stem = new ConvNorm(net, parent, ConvNorm.Names.numbered(1), 3, width, 3, 1);
        layer1 = ResidualBlock.stage(net, parent, "layer1", kind, width, width, blocks, 1);
        layer2 = ResidualBlock.stage(net, parent, "layer2", kind, width, 2 * width, blocks, 1);
        layer3 = ResidualBlock.stage(net, parent, "layer3", kind, 2 * width, 4 * width, blocks, 1);
    }

    /** Channels of the map. */
    static int channels(NetSpec spec) {
        return 4 * spec.width();
    }

    /**
     * How a cell of several pixels becomes one: sides of the average pooling in front of each stage, 1 for none. Their
     * product is the size of the cell.
     */
    record Reduction(int layer1, int layer2, int layer3) {
        /**
         * As late as can be, so that little is lost before it was looked at, but in steps of two where the size allows; the
         * last stage always sees whole cells side by side.
         *
         * @param cell pixels of a patch's side in the net's input, from 1
         */
        static Reduction of(int cell) {
            int left = cell;
            int layer2 = left > 2 && left % 2 == 0 ? 2 : 1;
            left /= layer2;
            int layer1 = left > 2 && left % 2 == 0 ? 2 : 1;
            left /= layer1;
            return new Reduction(layer1, layer2, left);
        }
    }

    private static int cellSize(NetSpec spec, int inputSize, int grid) {
        int size = spec.upsample() == 0 ? inputSize : spec.upsample();
        if (grid < 1 || size % grid != 0) {
            throw new InvalidInputException(
                    spec + " needs an input whose side is a multiple of the grid's: " + size + " is not one of " + grid,
                    "choose another LR size or grid, or upsample with -u" + Math.max(1, grid) * 16);
        }
        return size / grid;
    }

    /** From {@code [N, 3, H, W]} to {@code [N, C, G, G]}, not negative. */
    Tensor forward(Tensor images) {
        Tensor x = relu_(stem.forward(images));
        x = ResidualBlock.forward(layer1, pooled(x, reduction.layer1()));
        x = ResidualBlock.forward(layer2, pooled(x, reduction.layer2()));
        return ResidualBlock.forward(layer3, pooled(x, reduction.layer3()));
    }

    /** @throws IllegalArgumentException if the map is not of G x G cells, since the images had another size */
    static void requireCells(Net net, Tensor features) {
        if (features.size(2) != net.grid() || features.size(3) != net.grid()) {
            throw new IllegalArgumentException("images of " + net.inputSize() + " x " + net.inputSize()
                    + " belong here, these gave " + features.size(2) + " x " + features.size(3) + " cells");
        }
    }

    private static Tensor pooled(Tensor x, int side) {
        return side == 1 ? x : avg_pool2d(x, side, side);
    }

    /** Writes {@link #forward} into a graph. */
    String write(OnnxGraph graph, String images) {
        String x = graph.relu(stem.write(graph, images));
        x = ResidualBlock.write(layer1, graph, pooled(graph, x, reduction.layer1()));
        x = ResidualBlock.write(layer2, graph, pooled(graph, x, reduction.layer2()));
        return ResidualBlock.write(layer3, graph, pooled(graph, x, reduction.layer3()));
    }

    private static String pooled(OnnxGraph graph, String x, int side) {
        return side == 1 ? x : graph.averagePool(x, side);
    }
}
