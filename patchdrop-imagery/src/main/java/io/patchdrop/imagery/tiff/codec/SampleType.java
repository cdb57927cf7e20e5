package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;

/** How a sample is stored. */
public enum SampleType {
    /** One bit in the file, one byte of 0 or 1 when it is decoded. */
    BIT(1, SampleType.UNSIGNED),
    UINT8(8, SampleType.UNSIGNED),
    INT8(8, SampleType.SIGNED),
    UINT16(16, SampleType.UNSIGNED),
    INT16(16, SampleType.SIGNED),
    UINT32(32, SampleType.UNSIGNED),
    INT32(32, SampleType.SIGNED),
    FLOAT32(32, SampleType.FLOAT),
    FLOAT64(64, SampleType.FLOAT);

    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOAT = 3;
    private static final int UNDEFINED = 4;

    private final int bits;
    private final int sampleFormat;

    SampleType(int bits, int sampleFormat) {
        this.bits = bits;
        this.sampleFormat = sampleFormat;
    }

    /** Of one decoded sample: 1, 2, 4 or 8. */
    public int bytes() {
        return Math.max(1, bits / Byte.SIZE);
    }

    /** Of one stored sample: 1, 8, 16, 32 or 64. */
    int bits() {
        return bits;
    }

    boolean isFloatingPoint() {
        return sampleFormat == FLOAT;
    }

    /**
     * The type that two TIFF fields describe.
     *
     * @param bitsPerSample the value of BitsPerSample
     * @param sampleFormat the value of SampleFormat; 4, undefined, is read as 1, unsigned
     * @throws UnusableImageException if samples of such a type are not supported
     */
    public static SampleType of(int bitsPerSample, int sampleFormat) throws UnusableImageException {
        int wanted = sampleFormat == UNDEFINED ? UNSIGNED : sampleFormat;
        for (SampleType type : values()) {
            if (type.bits == bitsPerSample && type.sampleFormat == wanted) {
                return type;
            }
        }
        throw new UnusableImageException(name(wanted) + " samples of " + bitsPerSample
                + " bits are not supported (1, 8, 16 and 32 bits and floating point of 32 and 64 bits are)");
    }

    private static String name(int sampleFormat) {
        return switch (sampleFormat) {
            case UNSIGNED -> "unsigned";
            case SIGNED -> "signed";
            case FLOAT -> "floating point";
            case 5, 6 -> "complex";
            default -> "of format " + sampleFormat + ",";
        };
    }
}
