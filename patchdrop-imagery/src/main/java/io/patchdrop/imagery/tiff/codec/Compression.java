package io.patchdrop.imagery.tiff.codec;

import io.patchdrop.imagery.UnusableImageException;

/** The values of the TIFF field Compression that are read. */
enum Compression {
    NONE(1),
    LZW(5),
    JPEG(7),
    DEFLATE(8),
    /** DEFLATE's first number, of before it was registered. */
    OLD_DEFLATE(32946),
    PACK_BITS(32773),
    ZSTANDARD(50000),
    WEBP(50001);

    private final int value;

    Compression(int value) {
        this.value = value;
    }

    static Compression of(int value) throws UnusableImageException {
        for (Compression compression : values()) {
            if (compression.value == value) {
                return compression;
            }
        }
        throw new UnusableImageException("its compression, " + name(value)
                + ", is not supported (none, LZW, DEFLATE, PackBits, JPEG, ZSTD and WebP are)");
    }

    private static String name(int value) {
        return switch (value) {
            case 2, 3, 4 -> "CCITT's for fax";
            case 6 -> "the old-style JPEG";
            case 34712, 33003, 33005 -> "JPEG 2000";
            case 34887 -> "LERC";
            case 34925 -> "LZMA";
            case 50002, 52546 -> "JPEG XL";
            default -> "number " + value;
        };
    }
}
