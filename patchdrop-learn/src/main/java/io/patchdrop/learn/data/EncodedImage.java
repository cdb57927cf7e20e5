package io.patchdrop.learn.data;

import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.ImageFormat;
import io.patchdrop.imagery.ImageHeader;
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
    byte[] bytes() throws IOException;

    @Override
    default RgbImage pixels() throws IOException {
        return ImageDecoder.decodeCentralSquare(bytes());
    }

    /** An image file. */
    record InFile(Path path) implements EncodedImage {
        @Override
        public byte[] bytes() throws IOException {
            try (InputStream stream = Files.newInputStream(path)) {
                return DecodingLimits.DEFAULT.read(stream);
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
                return DecodingLimits.DEFAULT.read(stream);
            }
        }

        @Override
        public ImageHeader header() throws IOException {
            return ImageDecoder.header(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes())));
        }
    }
}
