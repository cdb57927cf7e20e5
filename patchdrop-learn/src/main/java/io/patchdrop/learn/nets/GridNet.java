package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.core.InvalidInputException;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * A policy net that keeps the place of what it sees: a residual net whose map is reduced to exactly G x G cells, cell
 * (r, c) lying over patch (r, c), and a 1x1 convolution that gives each cell one logit, in row-major order. What a logit
 * knows of its neighbours comes from the 3x3 convolutions. Its 6n + 2 layers are those of {@link CifarResNet}, but average
 * pooling in front of the stages takes the place of their strides: a 3x3 convolution of stride 2 looks half a pixel to the
 * upper left of the pixels that it merges, and a few of them move each logit almost half a patch away from its patch.
 */
final class GridNet extends Net {
    private final Reduction reduction;
    private final ConvNorm stem;
    private final List<ResidualBlock> layer1;
    private final List<ResidualBlock> layer2;
    private final List<ResidualBlock> layer3;
    private final Conv2dImpl fc;

    GridNet(NetSpec spec, int outputs, int inputSize, int grid) {
        super(spec, outputs, inputSize, grid);
        reduction = Reduction.of(cellSize(spec, outputs, inputSize, grid));
        int blocks = spec.blocksPerStage();
        int width = spec.width();
        ResidualBlock.Kind kind = ResidualBlock.Kind.BASIC;
        stem = new ConvNorm(this, this, ConvNorm.Names.numbered(1), 3, width, 3, 1);
        layer1 = ResidualBlock.stage(this, "layer1", kind, width, width, blocks, 1);
        layer2 = ResidualBlock.stage(this, "layer2", kind, width, 2 * width, blocks, 1);
        layer3 = ResidualBlock.stage(this, "layer3", kind, 2 * width, 4 * width, blocks, 1);
        fc = add(this, "fc", ConvNorm.convolution(4L * width, 1, 1, 1, true));
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

    private static int cellSize(NetSpec spec, int outputs, int inputSize, int grid) {
        int size = spec.upsample() == 0 ? inputSize : spec.upsample();
        if (grid < 1 || size % grid != 0) {
            throw new InvalidInputException(
                    spec + " needs an input whose side is a multiple of the grid's: " + size + " is not one of " + grid,
                    "choose another LR size or grid, or upsample with -u" + Math.max(1, grid) * 16);
        }
        if (outputs != grid * grid) {
            throw new IllegalArgumentException(spec + " has one output a patch: " + grid * grid + ", not " + outputs);
        }
        return size / grid;
    }

    @Override
    Tensor body(Tensor images) {
        Tensor x = relu_(stem.forward(images));
        x = ResidualBlock.forward(layer1, pooled(x, reduction.layer1()));
        x = ResidualBlock.forward(layer2, pooled(x, reduction.layer2()));
        return ResidualBlock.forward(layer3, pooled(x, reduction.layer3()));
    }

    private static Tensor pooled(Tensor x, int side) {
        return side == 1 ? x : avg_pool2d(x, side, side);
    }

    @Override
    public Tensor head(Tensor features) {
        if (features.size(2) != grid() || features.size(3) != grid()) {
            throw new IllegalArgumentException("images of " + inputSize() + " x " + inputSize()
                    + " belong here, these gave " + features.size(2) + " x " + features.size(3) + " cells");
        }
        return fc.forward(features).flatten(1, -1);
    }
}
