package io.patchdrop.imagery;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small valid files of all kinds of each format, of noise. */
final class SmallImages {
    private static final int WIDTH = 19;
    private static final int HEIGHT = 13;

    private SmallImages() {}

    static List<byte[]> of(ImageFormat format) throws IOException {
        return switch (format) {
            case JPEG -> jpegs();
            case PNG -> pngs();
            case GIF -> gifs();
            case BMP -> bmps();
            case TIFF -> tiffs();
        };
    }

    private static int[] samples(int depth, int channels) {
        return new Random(81)
                .ints((long) WIDTH * HEIGHT * channels, 0, 1 << depth)
                .toArray();
    }

    private static BufferedImage image(int type) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        byte[] pixels = TestImages.noise(WIDTH, HEIGHT, 82);
        image.getGraphics().drawImage(TestImages.image(pixels, WIDTH, HEIGHT), 0, 0, null);
        return image;
    }

    private static List<byte[]> jpegs() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int components : new int[] {1, 3, 4}) {
            int[] samples = new Random(83).ints(6L * components, 0, 256).toArray();
            files.add(new JpegFile().withOrientation(6).write(3, 2, components, samples));
            files.add(new JpegFile().withAdobe(JpegFile.ADOBE_YCCK).write(3, 2, components, samples));
            files.add(new JpegFile().withAdobe(JpegFile.ADOBE_PLAIN).write(3, 2, components, samples));
        }
        files.add(TestImages.encode(image(BufferedImage.TYPE_INT_RGB), "jpeg"));
        files.add(TestImages.encode(image(BufferedImage.TYPE_BYTE_GRAY), "jpeg"));
        return files;
    }

    private static List<byte[]> pngs() throws IOException {
        List<byte[]> files = new ArrayList<>();
        int[][] kinds = {{0, 1}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 2}, {3, 8}, {4, 8}, {6, 8}, {6, 16}};
        for (int[] kind : kinds) {
            PngFile file = new PngFile(WIDTH, HEIGHT, kind[1], kind[0]);
            if (kind[0] == PngFile.PALETTE) {
                file.with("PLTE", TestImages.noise(1 << kind[1], 1, 84)).with("tRNS", (byte) 9, (byte) 99);
            }
            int[] samples = samples(kind[1], PngFile.channels(kind[0]));
            files.add(file.progressive(samples));
            files.add(file.interlaced(samples));
        }
        return files;
    }

    private static List<byte[]> gifs() throws IOException {
        List<byte[]> files = new ArrayList<>();
        byte[] palette = TestImages.noise(128, 1, 85);
        for (boolean interlaced : new boolean[] {false, true}) {
            GifFile file = new GifFile(WIDTH, HEIGHT, palette).looping().transparent(3);
            file.frame(0, 0, WIDTH, HEIGHT, interlaced, samples(7, 1));
            files.add(file.frame(0, 0, WIDTH, HEIGHT, interlaced, samples(6, 1)).write());
        }
        files.add(TestImages.encode(image(BufferedImage.TYPE_BYTE_INDEXED), "gif"));
        files.add(TestImages.encode(image(BufferedImage.TYPE_BYTE_BINARY), "gif"));
        return files;
    }

    private static List<byte[]> bmps() throws IOException {
        return List.of(
                TestImages.encode(image(BufferedImage.TYPE_INT_RGB), "bmp"),
                TestImages.encode(image(BufferedImage.TYPE_BYTE_GRAY), "bmp"),
                TestImages.encode(image(BufferedImage.TYPE_BYTE_BINARY), "bmp"),
                encode(image(BufferedImage.TYPE_BYTE_INDEXED), "bmp", "BI_RLE8"),
                encode(image(BufferedImage.TYPE_USHORT_565_RGB), "bmp", "BI_BITFIELDS"));
    }

    private static List<byte[]> tiffs() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (int depth : new int[] {8, 16}) {
                files.add(
                        new TiffFile(order, WIDTH, HEIGHT, TiffFile.WHITE_IS_ZERO, depth, 1).write(samples(depth, 1)));
                files.add(new TiffFile(order, WIDTH, HEIGHT, TiffFile.RGB, depth, 4)
                        .with(TiffFile.EXTRA_SAMPLES, 2)
                        .write(samples(depth, 4)));
            }
        }
        for (String compression : List.of("LZW", "ZLib", "PackBits", "JPEG", "Deflate")) {
            files.add(encode(image(BufferedImage.TYPE_INT_RGB), "tiff", compression));
        }
        for (String compression : List.of("CCITT T.4", "CCITT T.6", "CCITT RLE")) {
            files.add(encode(image(BufferedImage.TYPE_BYTE_BINARY), "tiff", compression));
        }
        files.add(TestImages.encode(image(BufferedImage.TYPE_BYTE_INDEXED), "tiff"));
        return files;
    }

    static byte[] encode(BufferedImage image, String format, String compression) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType(compression);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
