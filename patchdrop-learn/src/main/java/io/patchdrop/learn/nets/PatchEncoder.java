package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * The first stages of {@link CifarResNet}, on HR patches, each alone: stages of n blocks with widths w, 2w and so on, each
 * but the first at half the size of the one before. What the look shows of a patch and its surroundings is added behind the
 * first convolution.
 */
final class PatchEncoder {
    private final NetSpec spec;
    private final int patchSize;
    private final int lookSide;
    private final ConvNorm stem;
    private final Conv2dImpl context;
    private final List<List<ResidualBlock>> stages = new ArrayList<>();

    /**
     * @param net owner of the native memory
     * @param parent where the layers are registered
     * @param stageCount how many stages
     * @param patchSize height and width of a patch, in pixels
     * @param lookWidth channels of what the look says of a patch
     * @param lookSide height and width of it
     * @throws InvalidInputException if the patches do not suit the net
     */
    PatchEncoder(
            OwnedModule net, Module parent, NetSpec spec, int stageCount, int patchSize, int lookWidth, int lookSide) {
        this.spec = spec;
        this.patchSize = patchSize;
        this.lookSide = lookSide;
        requirePatches(spec, stageCount, patchSize, lookSide);
        int width = spec.width();
        stem = new ConvNorm(net, parent, ConvNorm.Names.numbered(1), 3, width, 3, spec.stemStride());
        context = net.add(parent, "context", ConvNorm.convolution(lookWidth, width, 1, 1, false));
        int inputs = width;
        for (int stage = 0; stage < stageCount; stage++) {
            int outputs = width << stage;
            stages.add(ResidualBlock.stage(
                    net,
                    parent,
                    "layer" + (stage + 1),
                    ResidualBlock.Kind.BASIC,
                    inputs,
                    outputs,
                    spec.blocksPerStage(),
                    stage == 0 ? 1 : 2));
            inputs = outputs;
        }
    }

    private static void requirePatches(NetSpec spec, int stageCount, int patchSize, int lookSide) {
        int reduction = spec.stemStride() << (stageCount - 1);
        if (patchSize % reduction != 0) {
            throw new InvalidInputException(
                    spec + " cannot read patches of " + patchSize + " pixels: it needs a multiple of " + reduction,
                    "choose other images or another grid" + (spec.stemStride() > 1 ? ", or the net without -s2" : ""));
        }
        if (patchSize / spec.stemStride() % lookSide != 0) {
            throw new InvalidInputException(
                    spec + " cannot lay " + lookSide + " x " + lookSide + " pixels of the look over its map of "
                            + patchSize / spec.stemStride() + " x " + patchSize / spec.stemStride(),
                    "choose an LR size that divides the HR size"
                            + (spec.stemStride() > 1 ? ", or the net without -s2" : ""));
        }
    }

    /** Channels of the features. */
    int outputs() {
        return spec.width() << (stages.size() - 1);
    }

    /** Height and width of the features of a patch. */
    int cells() {
        return patchSize / (spec.stemStride() << (stages.size() - 1));
    }

    /**
     * Features of patches, or of whole images.
     *
     * @param patches {@code [M, 3, p, p]}
     * @param look {@code [M, lookWidth, lookSide, lookSide]}: what the look says of each
     * @return {@code [M, outputs, cells, cells]}, not negative
     */
    Tensor forward(Tensor patches, Tensor look) {
        Tensor hint = Cells.repeated(context.forward(look), patchSize / spec.stemStride() / lookSide);
        Tensor x = relu_(stem.forward(patches).add(hint));
        for (List<ResidualBlock> stage : stages) {
            x = ResidualBlock.forward(stage, x);
        }
        return x;
    }

    /** Writes {@link #forward}. */
    String write(OnnxGraph graph, String patches, String look) {
        String hint = Cells.writeRepeated(
                graph, GraphLayers.convolution(graph, look, context), patchSize / spec.stemStride() / lookSide);
        String x = graph.relu(graph.add(stem.write(graph, patches), hint));
        for (List<ResidualBlock> stage : stages) {
            x = ResidualBlock.write(stage, graph, x);
        }
        return x;
    }
}
