package io.patchdrop.learn.nets;

import io.patchdrop.learn.onnx.Constant;
import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The localisation net of a spatial transformer (Jaderberg et al., NeurIPS 2015, section 3.1): sees the LR look and gives
 * the numbers that place windows on the HR image. Behind the {@link GridTrunk}, which keeps the place of what it sees, each
 * cell has a linear map of its own; the mean over the cells is the output. A mean, not a sum, so that a step of the
 * optimiser moves a window by about as much whatever the grid.
 *
 * <p>The last layer starts at zero, as in the paper: every image begins with the same windows, where 0 puts them.
 */
final class GlimpseNet extends Net {
    private final GridTrunk trunk;
    private final LinearImpl fc;

    GlimpseNet(NetSpec spec, int outputs, int inputSize, int grid) {
        super(spec, outputs, inputSize, grid);
        trunk = new GridTrunk(this);
        fc = add(this, "fc", new LinearImpl((long) GridTrunk.channels(spec) * grid * grid, outputs));
    }

    /** Sets the last layer to zero. */
    void startAtZero() {
        Torch.withoutGradient(() -> {
            fc.weight().zero_();
            fc.bias().zero_();
        });
    }

    @Override
    Tensor body(Tensor images) {
        return trunk.forward(images);
    }

    @Override
    public Tensor head(Tensor features) {
        GridTrunk.requireCells(this, features);
        return fc.forward(features.flatten(1, -1).div(new Scalar((double) grid() * grid())));
    }

    @Override
    String writeBody(OnnxGraph graph, String images) {
        return trunk.write(graph, images);
    }

    @Override
    public String writeHead(OnnxGraph graph, String features) {
        String cells = graph.constant(Constant.scalar(grid() * grid()));
        return GraphLayers.linear(graph, graph.div(graph.flatten(features), cells), fc);
    }
}
