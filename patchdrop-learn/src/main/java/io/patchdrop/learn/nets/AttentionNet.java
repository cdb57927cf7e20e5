package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.cat;

import io.patchdrop.learn.onnx.Constant;
import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Gated attention pooling over the patches taken (Ilse, Tomczak and Welling, "Attention-based deep multiple instance
 * learning", ICML 2018, eq. 9): the features of an image are a weighted mean, weights being the softmax of w . (tanh(V h) *
 * sigmoid(U h)). The mean of what the look says is one more member of the set, so that there is an answer without any patch.
 */
final class AttentionNet extends PatchLocalNet {
    private static final int ENCODER_STAGES = 3;
    private static final int HIDDEN = 64;
    private static final double NEVER = -1e4;

    private final Conv2dImpl fromLook;
    private final Conv2dImpl value;
    private final Conv2dImpl gate;
    private final Conv2dImpl weight;
    private final LinearImpl fc;

    AttentionNet(NetSpec spec, int outputs, int inputSize, int lookSize, int grid) {
        super(spec, outputs, inputSize, lookSize, grid, ENCODER_STAGES);
        int length = patchFeatures();
        fromLook = add(this, "from_look", ConvNorm.convolution(lookWidth(), length, 1, 1, false));
        value = add(this, "attention_v", ConvNorm.convolution(length, HIDDEN, 1, 1, false));
        gate = add(this, "attention_u", ConvNorm.convolution(length, HIDDEN, 1, 1, false));
        weight = add(this, "attention_w", ConvNorm.convolution(HIDDEN, 1, 1, 1, false));
        fc = add(this, "fc", new LinearImpl(length, outputs));
    }

    @Override
    public int patchFeatures() {
        return encoder().outputs();
    }

    @Override
    Tensor condensed(Tensor encoded) {
        return avg_pool2d(encoded, encoder().cells(), encoder().cells());
    }

    @Override
    Tensor pool(Tensor features, Tensor mask, Tensor look) {
        Tensor whole = fromLook.forward(adaptive_avg_pool2d(Cells.map(look, grid(), lookSide()), 1, 1));
        // [N, F', P + 1, 1]: the patches in a column, the look below them.
        Tensor members = cat(new TensorVector(features.transpose(1, 2).unsqueeze(3), whole), 2);
        Tensor scores = weight.forward(
                value.forward(members).tanh().mul(gate.forward(members).sigmoid()));
        Tensor absent = mask.neg().add(new Scalar(1)).mul(new Scalar(NEVER));
        Tensor away = cat(new TensorVector(absent, absent.narrow(1, 0, 1).mul(new Scalar(0))), 1);
        Tensor shares = scores.add(away.view(mask.size(0), 1, -1, 1)).softmax(2);
        return fc.forward(members.mul(shares).sum(2).flatten(1, -1));
    }

    @Override
    String writeCondensed(OnnxGraph graph, String encoded) {
        return graph.averagePool(encoded, encoder().cells());
    }

    @Override
    String writePatchPool(OnnxGraph graph, String features, String mask, String look) {
        String lookMap = Cells.writeMap(graph, look, grid(), lookWidth(), lookSide());
        String mean = graph.reshape(graph.mean(lookMap), 0, lookWidth(), 1, 1);
        String whole = GraphLayers.convolution(graph, mean, fromLook);
        String members = graph.concat(2, writeColumn(graph, features, patchFeatures()), whole);
        String values = graph.tanh(GraphLayers.convolution(graph, members, value));
        String gates = graph.sigmoid(GraphLayers.convolution(graph, members, gate));
        String scores = GraphLayers.convolution(graph, graph.mul(values, gates), weight);
        String missing = graph.add(graph.neg(mask), graph.constant(Constant.scalar(1)));
        String absent = graph.mul(missing, graph.constant(Constant.scalar(NEVER)));
        String none = graph.mul(graph.slice(absent, 1, 0, 1), graph.constant(Constant.scalar(0)));
        String away = graph.reshape(graph.concat(1, absent, none), 0, 1, (long) grid() * grid() + 1, 1);
        String shares = graph.softmax(graph.add(scores, away), 2);
        return GraphLayers.linear(graph, graph.flatten(graph.sum(graph.mul(members, shares), 2, false)), fc);
    }

    /** From rows by patch {@code [N, P, C]} to a map of one column, {@code [N, C, P, 1]}. */
    private String writeColumn(OnnxGraph graph, String rows, long width) {
        return graph.reshape(graph.transpose(rows, 0, 2, 1), 0, width, (long) grid() * grid(), 1);
    }
}
