package io.patchdrop.learn.nets;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/**
 * A three-stage residual net in eval mode as plain loops over doubles, written from the papers, to check the real one
 * against. It takes the weights by name and works out from the spec what the strides are.
 */
final class PlainResNet {
    private static final double EPSILON = 1e-5;

    private final Map<String, double[]> weights = new HashMap<>();
    private final Net net;

    PlainResNet(Net net) {
        this.net = net;
        for (Map.Entry<String, Tensor> entry : Weights.state(net).entrySet()) {
            weights.put(entry.getKey(), NativeTest.values(entry.getValue()));
        }
    }

    /** A feature map {@code [channels][size][size]} of one image. */
    private static final class Maps {
        private final double[] values;
        private final int channels;
        private final int size;

        Maps(double[] values, int channels, int size) {
            this.values = values;
            this.channels = channels;
            this.size = size;
        }

        double at(int channel, int row, int column) {
            boolean inside = row >= 0 && row < size && column >= 0 && column < size;
            return inside ? values[(channel * size + row) * size + column] : 0;
        }
    }

    double[] logits(double[] images, int n, int size) {
        double[] logits = new double[n * net.outputs()];
        for (int image = 0; image < n; image++) {
            double[] pixels = new double[3 * size * size];
            System.arraycopy(images, image * pixels.length, pixels, 0, pixels.length);
            System.arraycopy(one(new Maps(pixels, 3, size)), 0, logits, image * net.outputs(), net.outputs());
        }
        return logits;
    }

    private double[] one(Maps image) {
        boolean onGrid = net.spec().family() == NetSpec.Family.GRID_RESNET;
        Maps x =
                net.spec().upsample() == 0 ? image : upsampled(image, net.spec().upsample());
        x = rectified(norm("bn1", convolution("conv1", x, 3, net.spec().stemStride())));
        x = stage("layer1", x, 1);
        if (onGrid) {
            // In these tests a cell of the grid has 6 pixels, halved first and pooled by 3 then.
            x = stage("layer2", pooled(x, 2), 1);
            x = stage("layer3", pooled(x, 3), 1);
            double[] weight = of("fc.weight");
            double[] logits = new double[x.size * x.size];
            for (int cell = 0; cell < logits.length; cell++) {
                logits[cell] = of("fc.bias")[0];
                for (int channel = 0; channel < x.channels; channel++) {
                    logits[cell] += weight[channel] * x.values[channel * logits.length + cell];
                }
            }
            return logits;
        }
        return answer(stage("layer3", stage("layer2", x, 2), 2));
    }

    /** Logits of the late layers of a refinement net, from their input {@code [channels][size][size]}. */
    double[] late(double[] map, int channels, int size) {
        Maps x = stage("late.layer1", new Maps(map, channels, size), 1);
        return answer(stage("late.layer3", stage("late.layer2", x, 2), 2));
    }

    private double[] answer(Maps x) {
        Maps mean = pooled(x, x.size);
        double[] logits = of("fc.bias").clone();
        for (int output = 0; output < logits.length; output++) {
            for (int channel = 0; channel < x.channels; channel++) {
                logits[output] += of("fc.weight")[output * x.channels + channel] * mean.values[channel];
            }
        }
        return logits;
    }

    private Maps stage(String name, Maps input, int stride) {
        Maps x = input;
        for (int block = 0; weights.containsKey(name + "." + block + ".conv1.weight"); block++) {
            String prefix = name + "." + block + ".";
            int step = block == 0 ? stride : 1;
            Maps y = rectified(norm(prefix + "bn1", convolution(prefix + "conv1", x, 3, step)));
            y = norm(prefix + "bn2", convolution(prefix + "conv2", y, 3, 1));
            Maps shortcut = weights.containsKey(prefix + "downsample.0.weight")
                    ? norm(prefix + "downsample.1", convolution(prefix + "downsample.0", x, 1, step))
                    : x;
            for (int index = 0; index < y.values.length; index++) {
                y.values[index] += shortcut.values[index];
            }
            x = rectified(y);
        }
        return x;
    }

    private Maps convolution(String name, Maps x, int kernel, int stride) {
        double[] weight = of(name + ".weight");
        int outputs = weight.length / (x.channels * kernel * kernel);
        int size = (x.size - 1) / stride + 1;
        Maps y = new Maps(new double[outputs * size * size], outputs, size);
        for (int index = 0; index < y.values.length; index++) {
            int output = index / (size * size);
            int top = index / size % size * stride - kernel / 2;
            int left = index % size * stride - kernel / 2;
            for (int tap = 0; tap < x.channels * kernel * kernel; tap++) {
                int row = top + tap / kernel % kernel;
                int column = left + tap % kernel;
                y.values[index] += weight[output * x.channels * kernel * kernel + tap]
                        * x.at(tap / (kernel * kernel), row, column);
            }
        }
        return y;
    }

    private Maps norm(String name, Maps x) {
        int area = x.size * x.size;
        for (int index = 0; index < x.values.length; index++) {
            int channel = index / area;
            double centred = x.values[index] - of(name + ".running_mean")[channel];
            double deviation = Math.sqrt(of(name + ".running_var")[channel] + EPSILON);
            x.values[index] = centred / deviation * of(name + ".weight")[channel] + of(name + ".bias")[channel];
        }
        return x;
    }

    private static Maps rectified(Maps x) {
        for (int index = 0; index < x.values.length; index++) {
            x.values[index] = Math.max(0, x.values[index]);
        }
        return x;
    }

    private static Maps pooled(Maps x, int side) {
        int size = x.size / side;
        Maps y = new Maps(new double[x.channels * size * size], x.channels, size);
        for (int index = 0; index < x.values.length; index++) {
            int row = index / x.size % x.size / side;
            int column = index % x.size / side;
            int channel = index / (x.size * x.size);
            y.values[(channel * size + row) * size + column] += x.values[index] / (side * side);
        }
        return y;
    }

    /** Pixel centres of both images are aligned at (i + 1/2) / size; beyond the outer centres the edge is repeated. */
    private static Maps upsampled(Maps x, int size) {
        Maps y = new Maps(new double[x.channels * size * size], x.channels, size);
        for (int index = 0; index < y.values.length; index++) {
            double row = Math.max(0, (index / size % size + 0.5) * x.size / size - 0.5);
            double column = Math.max(0, (index % size + 0.5) * x.size / size - 0.5);
            int top = (int) row;
            int left = (int) column;
            int bottom = Math.min(top + 1, x.size - 1);
            int right = Math.min(left + 1, x.size - 1);
            int channel = index / (size * size);
            double above = x.at(channel, top, left) * (left + 1 - column) + x.at(channel, top, right) * (column - left);
            double below =
                    x.at(channel, bottom, left) * (left + 1 - column) + x.at(channel, bottom, right) * (column - left);
            y.values[index] = above * (top + 1 - row) + below * (row - top);
        }
        return y;
    }

    private double[] of(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
