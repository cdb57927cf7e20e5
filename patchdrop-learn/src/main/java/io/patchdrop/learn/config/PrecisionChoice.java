package io.patchdrop.learn.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Number format of the nets' forward passes; weights, losses and rewards always stay in fp32. */
public enum PrecisionChoice {
    /** 32-bit floats throughout. */
    @JsonProperty("fp32")
    FP32,
    /**
     * libtorch's autocast to bfloat16: faster on GPUs and on CPUs with AVX512-BF16 or AMX, slower elsewhere. On the CPU only
     * passes without gradients take it.
     */
    @JsonProperty("bf16")
    BF16
}
