package io.patchdrop.learn.nets;

import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * A policy net that keeps the place of what it sees: the {@link GridTrunk}, and a 1x1 convolution that gives each cell one
 * logit, in row-major order. What a logit knows of its neighbours comes from the trunk's 3x3 convolutions.
 */
final class GridNet extends Net {
    private final GridTrunk trunk;
    private final Conv2dImpl fc;

    GridNet(NetSpec spec, int outputs, int inputSize, int grid) {
        super(spec, outputs, inputSize, grid);
        trunk = new GridTrunk(this);
        if (outputs != grid * grid) {
            throw new IllegalArgumentException(spec + " has one output a patch: " + grid * grid + ", not " + outputs);
        }
        fc = add(this, "fc", ConvNorm.convolution(GridTrunk.channels(spec), 1, 1, 1, true));
    }

    @Override
    Tensor body(Tensor images) {
        return trunk.forward(images);
    }

    @Override
    public Tensor head(Tensor features) {
        GridTrunk.requireCells(this, features);
        return fc.forward(features).flatten(1, -1);
    }

    @Override
    String writeBody(OnnxGraph graph, String images) {
        return trunk.write(graph, images);
    }

    @Override
    public String writeHead(OnnxGraph graph, String features) {
        return graph.flatten(GraphLayers.convolution(graph, features, fc));
    }
}
