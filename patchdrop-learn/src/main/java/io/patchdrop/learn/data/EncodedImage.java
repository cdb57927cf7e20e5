package io.patchdrop.learn.data;

import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.ImageFormat;
import io.patchdrop.imagery.ImageHeader;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** An image in one of the formats of {@link ImageFormat}. */
sealed interface EncodedImage extends PixelSource {
    /** Larger files are refused, so that one wrong file cannot exhaust the memory. */
    int MAXIMUM_BYTES = 1 << 30;

    byte[] bytes() throws IOException;

    @Override
    default RgbImage pixels() throws IOException {
        return ImageDecoder.decode(bytes(), Region::centralSquare);
    }

    /** An image file. */
    record InFile(Path path) implements EncodedImage {
        @Override
        public byte[] bytes() throws IOException {
            try (InputStream stream = Files.newInputStream(path)) {
                return limited(stream);
            }
        }

        @Override
        public ImageHeader header() throws IOException {
            try (ImageInputStream stream = new FileImageInputStream(path.toFile())) {
                return ImageDecoder.header(stream);
            }
        }
    }

    /** An image inside a zip file, which its data set keeps open. */
    record InZip(ZipFile zip, ZipEntry entry) implements EncodedImage {
        @Override
        public byte[] bytes() throws IOException {
            try (InputStream stream = zip.getInputStream(entry)) {
                return limited(stream);
            }
        }

        @Override
        public ImageHeader header() throws IOException {
            return ImageDecoder.header(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes())));
        }
    }

    private static byte[] limited(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAXIMUM_BYTES + 1);
        if (bytes.length > MAXIMUM_BYTES) {
            throw new IOException("the file is larger than " + (MAXIMUM_BYTES >> 20) + " MiB");
        }
        return bytes;
    }
}
