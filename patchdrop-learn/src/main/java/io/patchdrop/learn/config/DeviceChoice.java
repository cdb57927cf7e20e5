package io.patchdrop.learn.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where tensors live. */
public enum DeviceChoice {
    /** The GPU if there is one, else the CPU. */
    @JsonProperty("auto")
    AUTO,
    /** The CPU. */
    @JsonProperty("cpu")
    CPU,
    /** An NVIDIA GPU; an error if there is none. */
    @JsonProperty("cuda")
    CUDA
}
