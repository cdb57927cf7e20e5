package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far apart two readings of the same 8-bit samples are.
 *
 * @param mean of the absolute differences, grey levels
 * @param largest absolute difference, grey levels
 */
record Differences(double mean, int largest) {
    static Differences between(byte[] some, byte[] others) {
        assertThat(some).hasSameSizeAs(others);
        long sum = 0;
        int largest = 0;
        for (int i = 0; i < some.length; i++) {
            int difference = Math.abs((some[i] & 0xff) - (others[i] & 0xff));
            sum += difference;
            largest = Math.max(largest, difference);
        }
        return new Differences((double) sum / some.length, largest);
    }
}
