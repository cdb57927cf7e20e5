package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.cuda_is_available;
import static org.bytedeco.pytorch.global.torch.set_autocast_cache_enabled;
import static org.bytedeco.pytorch.global.torch.set_autocast_dtype;
import static org.bytedeco.pytorch.global.torch.set_autocast_enabled;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.PrecisionChoice;
import io.patchdrop.learn.config.RuntimeConfig;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where the nets run and in which number format.
 *
 * @param device where tensors live
 * @param cuda whether that is a GPU
 * @param precision number format of forward passes
 */
public record Compute(Device device, boolean cuda, PrecisionChoice precision) {
    /**
     * Chooses the device and sets libtorch's thread count for this process.
     *
     * @throws InvalidInputException if a GPU is asked for and none can be used
     */
    public static Compute of(RuntimeConfig config) {
        set_num_threads(
                config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors());
        boolean cuda =
                switch (config.device()) {
                    case CPU -> false;
                    case AUTO -> cuda_is_available();
                    case CUDA -> {
                        if (!cuda_is_available()) {
                            throw new InvalidInputException(
                                    "no CUDA device can be used",
                                    "build with mvn -Pgpu on a machine with CUDA 13, or take --device cpu");
                        }
                        yield true;
                    }
                };
        return new Compute(new Device(cuda ? "cuda" : "cpu"), cuda, config.precision());
    }

    /** The CPU in fp32 with libtorch's present thread count. */
    public static Compute cpu() {
        return new Compute(new Device("cpu"), false, PrecisionChoice.FP32);
    }

    /**
     * Runs forward passes in {@link #precision} until closed. The cache of cast weights stays off: nothing would empty
     * it after an optimiser step, and the next forward pass would see the old weights.
     *
     * <p>On the CPU, passes that record gradients stay in fp32: oneDNN's bf16 kernel for the gradient of a convolution's
     * weights was seen to loop for ever on feature maps of a few pixels.
     */
    public Autocast autocast() {
        DeviceType type = cuda ? DeviceType.CUDA : DeviceType.CPU;
        if (precision == PrecisionChoice.BF16 && (cuda || !GradMode.is_enabled())) {
            set_autocast_dtype(type, ScalarType.BFloat16);
            set_autocast_cache_enabled(false);
            set_autocast_enabled(type, true);
        }
        return () -> set_autocast_enabled(type, false);
    }

    /** Open while forward passes run in the chosen precision. */
    @FunctionalInterface
    public interface Autocast extends AutoCloseable {
        @Override
        void close();
    }
}
