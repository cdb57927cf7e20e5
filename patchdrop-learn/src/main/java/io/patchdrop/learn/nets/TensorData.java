package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.empty;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.safetensors.DataType;
import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.safetensors.SafetensorsWriter;
import io.patchdrop.learn.safetensors.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors of libtorch to and from safetensors files, bit for bit. On any device and in any memory format; a file always
 * holds rows in plain order ({@code OIHW} for a convolution). Bytes move in bulk between native memory and the file, with
 * at most one tensor copied at a time.
 */
public final class TensorData {
    /** Bytes a buffer covers at most: a Java buffer cannot reach beyond 2 GiB. */
    private static final long CHUNK_BYTES = 1L << 30;

    private TensorData() {}

    /**
     * Adds a tensor to a file to be written. It is read when the file is written, and must live until then.
     *
     * @throws IllegalArgumentException if its type cannot be stored, or the name is taken
     */
    public static void add(SafetensorsWriter writer, String name, Tensor tensor) {
        writer.add(name, typeOf(tensor), shapeOf(tensor), channel -> write(tensor, channel));
    }

    /**
     * Reads a tensor to the CPU.
     *
     * @return a tensor that belongs to the innermost scope
     * @throws InvalidInputException if the file has none of that name, or cannot be read
     */
    public static Tensor read(SafetensorsFile file, String name) {
        TensorInfo info = file.tensors().get(name);
        if (info == null) {
            throw new InvalidInputException(
                    file.path() + " holds no tensor " + name, "check that it is the right file");
        }
        Tensor tensor = empty(info.sizes(), new TensorOptions(scalarType(info.type())), new MemoryFormatOptional());
        long bytes = tensor.nbytes();
        for (long offset = 0; offset < bytes; offset += CHUNK_BYTES) {
            file.readInto(name, offset, view(tensor, offset));
        }
        return tensor;
    }

    /** The shape as a list. */
    static List<Long> shapeOf(Tensor tensor) {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }

    /** @throws IllegalArgumentException if a file cannot hold the type */
    static DataType typeOf(Tensor tensor) {
        ScalarType type = tensor.scalar_type().intern();
        for (DataType known : DataType.values()) {
            if (scalarType(known) == type) {
                return known;
            }
        }
        throw new IllegalArgumentException("tensors of type " + type + " cannot be stored");
    }

    private static ScalarType scalarType(DataType type) {
        return switch (type) {
            case F64 -> ScalarType.Double;
            case F32 -> ScalarType.Float;
            case F16 -> ScalarType.Half;
            case BF16 -> ScalarType.BFloat16;
            case I64 -> ScalarType.Long;
            case I32 -> ScalarType.Int;
            case I16 -> ScalarType.Short;
            case I8 -> ScalarType.Char;
            case U8 -> ScalarType.Byte;
            case BOOL -> ScalarType.Bool;
        };
    }

    private static void write(Tensor tensor, WritableByteChannel channel) throws IOException {
        try {
            Torch.inScope(() -> {
                Tensor plain = tensor.detach().cpu().contiguous();
                long bytes = plain.nbytes();
                for (long offset = 0; offset < bytes; offset += CHUNK_BYTES) {
                    writeUnchecked(channel, view(plain, offset));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void writeUnchecked(WritableByteChannel channel, ByteBuffer buffer) {
        try {
            channel.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The memory of a contiguous tensor on the CPU from an offset on, at most one chunk; valid as long as the tensor. */
    private static ByteBuffer view(Tensor tensor, long offset) {
        long bytes = Math.min(CHUNK_BYTES, tensor.nbytes() - offset);
        BytePointer start = new BytePointer(tensor.data_ptr()).getPointer(offset);
        return start.capacity(bytes).asByteBuffer();
    }
}
