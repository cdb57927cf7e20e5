package io.patchdrop.imagery;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The image formats that are read, told by their first bytes and not by the file's name. */
public enum ImageFormat {
    JPEG("jpeg", "ffd8ff", "ffd8ff"),
    PNG("png", "89504e470d0a1a0a", "89504e470d0a1a0a"),
    GIF("gif", "474946383761", "474946383961"),
    BMP("bmp", "424d", "424d"),
    TIFF("tiff", "49492a00", "4d4d002a");

    /** As many bytes as the longest signature has. */
    static final int SIGNATURE_BYTES = 8;

    /** File name endings that mark an image in the folder layout. */
    public static final List<String> EXTENSIONS = List.of("jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif");

    private final String imageIoName;
    private final String signature;
    private final String otherSignature;

    ImageFormat(String imageIoName, String signature, String otherSignature) {
        this.imageIoName = imageIoName;
        this.signature = signature;
        this.otherSignature = otherSignature;
    }

    /** The format's name in {@code javax.imageio}. */
    String imageIoName() {
        return imageIoName;
    }

    /**
     * The format of an encoded image.
     *
     * @param head the first {@link #SIGNATURE_BYTES} bytes or more; fewer if the file is shorter
     */
    static Optional<ImageFormat> of(byte[] head) {
        String start = HexFormat.of().formatHex(head, 0, Math.min(SIGNATURE_BYTES, head.length));
        for (ImageFormat format : values()) {
            if (start.startsWith(format.signature) || start.startsWith(format.otherSignature)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Whether a file name ends in one of {@link #EXTENSIONS}. */
    public static boolean hasImageExtension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
