package io.patchdrop.learn.tensor;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Copies tensors into Java arrays, row-major whatever their memory order and device. */
public final class HostCopy {
    private HostCopy() {}

    /** The values as floats. */
    public static float[] floats(Tensor tensor) {
        Tensor host = tensor.detach().cpu().to(ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(host.numel())];
        new FloatPointer(host.data_ptr()).get(values);
        return values;
    }

    /** The values as longs. */
    public static long[] longs(Tensor tensor) {
        Tensor host = tensor.detach().cpu().to(ScalarType.Long).contiguous();
        long[] values = new long[Math.toIntExact(host.numel())];
        new LongPointer(host.data_ptr()).get(values);
        return values;
    }
}
