package io.patchdrop.imagery.tiff.codec;

import com.github.luben.zstd.Zstd;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;

/** Tiles that need no other program to be made. */
final class Encoded {
    /** Of a {@link SmallWebp}. */
    static final int WEBP_WIDTH = 37;

    /** Of a {@link SmallWebp}. */
    static final int WEBP_HEIGHT = 20;

    /** Small images by libwebp: of three bands lossy and lossless, of four lossy with opacity and lossless with a palette. */
    enum SmallWebp {
        LOSSY(
                3,
                1729485926L,
                """
                UklGRtgAAABXRUJQVlA4IMwAAABQBwCdASolABQAPu1ur1GppiQipWsxMB2JbACdMoSEV6r5glV61MUSGlhcAFN/9abhokOeFJqT
                ELY1OBeumvW6NnqIAP70m7JdjGyagLP6NqEfyOdezdVaH2n9ievvcMsI7/wzf+RcgQMJDwjbONpmfYoeu+j4N7ne/bEH2F4r0qlR
                /LFV3xUPMCNfy1bOMb6FsjCOUMdBejndE+qyAGbcxUZXOtW09RAI++K/voorv6VoDGFp1INfggHahiOh0kp67DF6oi4RhQsgAAA=
                """),
        LOSSY_WITH_OPACITY(
                4,
                164253806L,
                """
                UklGRgwBAABXRUJQVlA4WAoAAAAQAAAAJAAAEwAAQUxQSDwAAAABmYzof0B1JMmUS0QyAhedGW8+IybAQNo2XavgV5GHKUtWULUU
                hgYKFspIIsKp/8ScSy/4GRZb8sczFgBWUDggqgAAABAGAJ0BKiUAFAA/VaLFWjGsp6QquAoCMCqJbACdMv/4SNnzeC/4D7GoyahQ
                ANloIuGhs2fZGvUAgAD+2QysncnrL5DpY0b8+x0KINmzSnj3KmpxjyusfNqO0Zg+ZKtqvIqyuyCtUD7UW8KDaCm6fRfjineNs8ox
                /iwhw6+/F5DyZ/25Bc0/LzyuPj6uzXMzqx1DCBnpqCQwaImpmp57EvBr9ISGCkgQAAAA
                """),
        LOSSLESS(
                3,
                508277635L,
                """
                UklGRgYBAABXRUJQVlA4TPoAAAAvJMAEAJkvMET0P9pERP/DIimSJEmSEkpBW2rLrAZLZs2FQAm47C/WXyUG2UYqytAO7dEexSDb
                SEMZyqO9yps8ylBiApa1qFaUpVdklYg36q26UusxVJrCBSqeU9KUIXW+GXtzkiENN6gUjR4yjXGp9ngsQz2+sYcwuC/WA/eL6+Zh
                D2bwhkWfLoNgEETzhYupV1QQRir1fqqCCsYIpNJPDRXP8UsHjd76SpTBmH+hUfmzagV1Jf27o8L/1F50pKLEDaKiolAzeBXiOQyF
                sdcnB8tveJ27DX16Y892LEMde0qDdHKoFFWahkHTwId6SD2OYz8gPh1lsFIL
                """),
        PALETTE_WITH_OPACITY(
                4,
                4000129376L,
                """
                UklGRpoAAABXRUJQVlA4TI0AAAAvJMAEEH8gEEhCH36IARzAQW4DUKJGifoBGZxW214nvYJmhTICK0TWRmIjayuxWGRWqK2MRWYF
                VmCFW+6Z4Psi+j8Bp2ADCFdiLKHv5JzwcGyC9sy+tgH4tAD0ixIQHDw2cK1H8RBjPrytyHWegCzYSIPqLu5usJFvKHLF0UPfErd7
                VBydJYUToEhBiREA
                """);

        final int bands;
        /** Of {@code [20, 37, bands]} as libwebp decodes it. */
        final long checksum;

        private final String text;

        SmallWebp(int bands, long checksum, String text) {
            this.bands = bands;
            this.checksum = checksum;
            this.text = text;
        }

        byte[] bytes() {
            return Base64.getMimeDecoder().decode(text);
        }
    }

    private Encoded() {}

    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 1000];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    static byte[] zstandard(byte[] bytes) {
        return Zstd.compress(bytes, 9);
    }

    /** Runs of equal bytes where there are any, from two on. */
    static byte[] packBits(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = 0;
        while (start < bytes.length) {
            int end = start + 1;
            while (end < bytes.length && end - start < 128 && bytes[end] == bytes[start]) {
                end++;
            }
            out.write(end - start == 1 ? 0 : 1 - (end - start));
            out.write(bytes[start]);
            start = end;
        }
        return out.toByteArray();
    }

    /**
     * A JPEG image by the JDK: YCbCr of three bands, or grey.
     *
     * @param pixels {@code [height, width, bands]}
     * @param across pixels for one sample of chroma
     * @param down rows of pixels for one row of chroma
     */
    static byte[] jpeg(byte[] pixels, int width, int height, float quality, boolean progressive, int across, int down)
            throws IOException {
        boolean grey = pixels.length == width * height;
        BufferedImage image =
                new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        if (!grey) {
            IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
            Element luma = (Element) tree.getElementsByTagName("componentSpec").item(0);
            luma.setAttribute("HsamplingFactor", Integer.toString(across));
            luma.setAttribute("VsamplingFactor", Integer.toString(down));
            metadata.setFromTree(metadata.getNativeMetadataFormatName(), tree);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.setOutput(ImageIO.createImageOutputStream(out));
        writer.write(null, new IIOImage(image, null, metadata), param);
        writer.dispose();
        return out.toByteArray();
    }
}
