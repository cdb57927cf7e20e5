package io.patchdrop.learn.config;

/**
 * Where and how the run computes; nothing here changes what is learnt, only its speed and last bits.
 *
 * @param device {@code auto} takes an NVIDIA GPU if there is one
 * @param precision number format of the nets' forward passes
 * @param threads CPU threads of libtorch, 0 for all cores
 * @param checkpointSeconds at most this much work is lost when the process is killed; every epoch is saved as well
 */
public record RuntimeConfig(DeviceChoice device, PrecisionChoice precision, int threads, double checkpointSeconds) {
    public RuntimeConfig {
        Checks.atLeast("threads", threads, 0);
        Checks.notNegative("checkpoint_seconds", checkpointSeconds);
    }
}
