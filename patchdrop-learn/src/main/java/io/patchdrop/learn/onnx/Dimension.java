package io.patchdrop.learn.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a graph's input or output: so many entries, or as many as the caller has.
 *
 * @param name of a dimension of any size, which is the same wherever the name stands; null for a fixed one
 * @param size of a fixed dimension, 0 otherwise
 */
public record Dimension(@Nullable String name, long size) {
    public Dimension {
        if (name == null ? size < 1 : size != 0 || name.isEmpty()) {
            throw new IllegalArgumentException("dimension " + name + " of " + size);
        }
    }

    /** A dimension of any size. */
    public static Dimension named(String name) {
        return new Dimension(name, 0);
    }

    /** A dimension of one size. */
    public static Dimension of(long size) {
        return new Dimension(null, size);
    }

    /** The shape {@code [batch, sizes...]}: a first dimension of any size, then fixed ones. */
    public static Dimension[] rows(String batch, long... sizes) {
        Dimension[] shape = new Dimension[sizes.length + 1];
        shape[0] = named(batch);
        for (int index = 0; index < sizes.length; index++) {
            shape[index + 1] = of(sizes[index]);
        }
        return shape;
    }

    TensorShapeProto.Dimension proto() {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        return (name == null ? proto.setDimValue(size) : proto.setDimParam(name)).build();
    }
}
