package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A patch-local classifier, after BagNet (Brendel and Bethge, ICLR 2019) as PatchDrop uses it: each patch of the grid is
 * encoded alone, by the layers of {@link CifarResNet}, and no convolution sees a pixel of a neighbour. The features of an
 * image are the mean over its patches, and one linear layer answers; so the logits are the mean of what the patches would
 * answer each alone.
 *
 * <p>Works on masked images: a patch whose pixels are all exactly zero is one that was not taken. It is left out of the
 * mean, is not encoded, so that it costs nothing, and does not enter the statistics of batch normalisation. Without any
 * patch the features are zero and the logits are the last layer's bias.
 */
final class BagNet extends Net implements PatchLocal {
    private final ConvNorm stem;
    private final List<ResidualBlock> layer1;
    private final List<ResidualBlock> layer2;
    private final List<ResidualBlock> layer3;
    private final LinearImpl fc;

    BagNet(NetSpec spec, int outputs, int inputSize, int grid) {
        super(spec, outputs, inputSize, grid);
        requirePatches(spec, inputSize, grid);
        int blocks = spec.blocksPerStage();
        int width = spec.width();
        ResidualBlock.Kind kind = ResidualBlock.Kind.BASIC;
        stem = new ConvNorm(this, this, ConvNorm.Names.numbered(1), 3, width, 3, spec.stemStride());
        layer1 = ResidualBlock.stage(this, "layer1", kind, width, width, blocks, 1);
        layer2 = ResidualBlock.stage(this, "layer2", kind, width, 2 * width, blocks, 2);
        layer3 = ResidualBlock.stage(this, "layer3", kind, 2 * width, 4 * width, blocks, 2);
        fc = add(this, "fc", new LinearImpl(4L * width, outputs));
    }

    /** A map of one pixel would leave a single patch without batch statistics, and is hardly a map. */
    private static void requirePatches(NetSpec spec, int inputSize, int grid) {
        if (grid < 1 || inputSize % grid != 0) {
            throw new InvalidInputException(
                    spec + " needs images whose side is a multiple of the grid's: " + inputSize + " is not one of "
                            + grid,
                    "choose another image size or grid");
        }
        int least = 4 * spec.stemStride() + 1;
        if (inputSize / grid < least) {
            throw new InvalidInputException(
                    spec + " cannot read patches of " + inputSize / grid + " pixels: it needs " + least + " or more",
                    "choose larger images, fewer patches" + (spec.stemStride() > 1 ? ", or the net without -s2" : ""));
        }
    }

    @Override
    Tensor body(Tensor images) {
        Tensor patches = split(images);
        Tensor taken = patches.ne(new Scalar(0)).flatten(1, -1).any(1, false);
        Tensor features = features(patches, taken).view(images.size(0), (long) grid() * grid(), -1);
        Tensor count = taken.view(images.size(0), -1).sum(1).clamp_min(new Scalar(1));
        return features.sum(1).div(count.unsqueeze(1)).unsqueeze(2).unsqueeze(3);
    }

    /** The patches of {@code [N, 3, H, W]}, row by row, image after image: {@code [N * P, p, p, 3]}. */
    Tensor split(Tensor images) {
        if (images.size(2) != inputSize() || images.size(3) != inputSize()) {
            throw new IllegalArgumentException("images of " + inputSize() + " x " + inputSize()
                    + " belong here, these have " + images.size(2) + " x " + images.size(3));
        }
        return Cells.patches(images, grid(), inputSize() / grid());
    }

    /** The features of each patch, {@code [M, C]}: zero where it was not taken. */
    private Tensor features(Tensor patches, Tensor taken) {
        Tensor rows = taken.nonzero().view(-1);
        if (rows.size(0) == 0) {
            return patches.new_zeros(patches.size(0), fc.options().in_features().get());
        }
        Tensor found = encode(patches.index_select(0, rows).permute(0, 3, 1, 2));
        return found.new_zeros(patches.size(0), found.size(1)).index_copy(0, rows, found);
    }

    /** From patches {@code [M, 3, p, p]} to features {@code [M, C]}. */
    private Tensor encode(Tensor patches) {
        Tensor x = relu_(stem.forward(patches));
        x = ResidualBlock.forward(layer1, x);
        x = ResidualBlock.forward(layer2, x);
        x = ResidualBlock.forward(layer3, x);
        return adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
    }

    @Override
    public Tensor head(Tensor features) {
        return fc.forward(features.flatten(1, -1));
    }

    @Override
    public int patchFeatures() {
        return 4 * spec().width();
    }

    @Override
    public int lookFeatures() {
        return 0;
    }

    @Override
    public @Nullable String writeLookFeatures(OnnxGraph graph, String look) {
        return null;
    }

    @Override
    public String writeEncoder(OnnxGraph graph, String patches, @Nullable String context) {
        String x = graph.relu(stem.write(graph, patches));
        x = ResidualBlock.write(layer1, graph, x);
        x = ResidualBlock.write(layer2, graph, x);
        x = ResidualBlock.write(layer3, graph, x);
        return graph.mean(x);
    }

    @Override
    public String writePool(OnnxGraph graph, String features, String mask, @Nullable String lookFeatures) {
        return GraphLayers.linear(graph, writeMean(graph, features, mask), fc);
    }

    /** The mean over the patches taken, {@code [N, F']}; zero without any. */
    private static String writeMean(OnnxGraph graph, String features, String mask) {
        String count = graph.atLeast(graph.sum(mask, 1, true), 1);
        return graph.div(graph.sum(features, 1, false), count);
    }

    /** Unlike {@link #body}, encodes every patch and drops those that were not taken afterwards. */
    @Override
    String writeBody(OnnxGraph graph, String images) {
        long patch = inputSize() / grid();
        long count = (long) grid() * grid();
        String rows = graph.reshape(images, 0, 3, grid(), patch, grid(), patch);
        String patches = graph.reshape(graph.transpose(rows, 0, 2, 4, 1, 3, 5), -1, 3, patch, patch);
        String taken = graph.sign(graph.sum(graph.abs(graph.flatten(patches)), 1, true));
        String features = graph.mul(writeEncoder(graph, patches, null), taken);
        String mean =
                writeMean(graph, graph.reshape(features, -1, count, patchFeatures()), graph.reshape(taken, -1, count));
        return graph.reshape(mean, 0, 0, 1, 1);
    }

    @Override
    public String writeHead(OnnxGraph graph, String features) {
        return GraphLayers.linear(graph, graph.flatten(features), fc);
    }
}
