package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.relu_;

import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions beside a shortcut, added and rectified (He et al., CVPR 2016).
 *
 * @param path the convolutions, in order
 * @param shortcut projects the input where size or channels change; otherwise the input itself is added
 */
record ResidualBlock(List<ConvNorm> path, @Nullable ConvNorm shortcut) {

    /** The two forms of torchvision. */
    enum Kind {
        /** Two 3x3 convolutions; the first one strides. */
        BASIC(1),
        /** 1x1, 3x3, 1x1 to four times the width; the 3x3 strides ("v1.5", as in torchvision). */
        BOTTLENECK(4);

        private final int expansion;

        Kind(int expansion) {
            this.expansion = expansion;
        }

        /** Output channels of a block of the given width. */
        int outputs(int width) {
            return width * expansion;
        }
    }

    /**
     * Registers a stage of blocks, the first of which strides.
     *
     * @param name of the stage in the net, as {@code layer1}
     * @param inputs channels that come in
     * @param width channels of the 3x3 convolutions
     */
    static List<ResidualBlock> stage(Net net, String name, Kind kind, int inputs, int width, int blocks, int stride) {
        return stage(net, net, name, kind, inputs, width, blocks, stride);
    }

    /**
     * Registers a stage in a part of a net.
     *
     * @param net owner of the native memory
     * @param parent where the stage is registered
     */
    static List<ResidualBlock> stage(
            OwnedModule net, Module parent, String name, Kind kind, int inputs, int width, int blocks, int stride) {
        Module stage = net.add(parent, name, new Module());
        List<ResidualBlock> built = new ArrayList<>();
        for (int index = 0; index < blocks; index++) {
            Module block = net.add(stage, Integer.toString(index), new Module());
            boolean first = index == 0;
            built.add(block(net, block, kind, first ? inputs : kind.outputs(width), width, first ? stride : 1));
        }
        return List.copyOf(built);
    }

    private static ResidualBlock block(OwnedModule net, Module block, Kind kind, int inputs, int width, int stride) {
        int outputs = kind.outputs(width);
        List<ConvNorm> path =
                switch (kind) {
                    case BASIC ->
                        List.of(
                                new ConvNorm(net, block, ConvNorm.Names.numbered(1), inputs, width, 3, stride),
                                new ConvNorm(net, block, ConvNorm.Names.numbered(2), width, width, 3, 1));
                    case BOTTLENECK ->
                        List.of(
                                new ConvNorm(net, block, ConvNorm.Names.numbered(1), inputs, width, 1, 1),
                                new ConvNorm(net, block, ConvNorm.Names.numbered(2), width, width, 3, stride),
                                new ConvNorm(net, block, ConvNorm.Names.numbered(3), width, outputs, 1, 1));
                };
        if (stride == 1 && inputs == outputs) {
            return new ResidualBlock(path, null);
        }
        Module downsample = net.add(block, "downsample", new Module());
        return new ResidualBlock(
                path, new ConvNorm(net, downsample, new ConvNorm.Names("0", "1"), inputs, outputs, 1, stride));
    }

    /** From {@code [N, C, H, W]} to {@code [N, C', H / stride, W / stride]}; the input is not changed. */
    Tensor forward(Tensor x) {
        Tensor y = x;
        for (int index = 0; index < path.size(); index++) {
            y = path.get(index).forward(y);
            if (index < path.size() - 1) {
                y = relu_(y);
            }
        }
        // In place is safe: backward of batch norm and convolution needs their inputs, not this output.
        return relu_(y.add_(shortcut == null ? x : shortcut.forward(x)));
    }

    /** Runs blocks one after the other. */
    static Tensor forward(List<ResidualBlock> blocks, Tensor x) {
        Tensor y = x;
        for (ResidualBlock block : blocks) {
            y = block.forward(y);
        }
        return y;
    }

    /** Writes {@link #forward(Tensor)} into a graph. */
    String write(OnnxGraph graph, String x) {
        String y = x;
        for (int index = 0; index < path.size(); index++) {
            y = path.get(index).write(graph, y);
            if (index < path.size() - 1) {
                y = graph.relu(y);
            }
        }
        return graph.relu(graph.add(y, shortcut == null ? x : shortcut.write(graph, x)));
    }

    /** Writes blocks one after the other. */
    static String write(List<ResidualBlock> blocks, OnnxGraph graph, String x) {
        String y = x;
        for (ResidualBlock block : blocks) {
            y = block.write(graph, y);
        }
        return y;
    }
}
