package io.patchdrop.imagery;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The registered image readers, by who made them: which one {@code ImageIO} would take depends on the class path. */
final class ImageReaders {
    private static final Map<ImageFormat, ImageReaderSpi> JDK = providers("com.sun.imageio.");
    private static final Map<ImageFormat, ImageReaderSpi> TWELVE_MONKEYS = providers("com.twelvemonkeys.");

    private ImageReaders() {}

    static ImageReaderSpi jdk(ImageFormat format) {
        return Optional.ofNullable(JDK.get(format))
                .orElseThrow(() -> new IllegalStateException("this Java runtime has no reader for " + format));
    }

    static Optional<ImageReaderSpi> twelveMonkeys(ImageFormat format) {
        return Optional.ofNullable(TWELVE_MONKEYS.get(format));
    }

    private static Map<ImageFormat, ImageReaderSpi> providers(String vendor) {
        Map<ImageFormat, ImageReaderSpi> found = new EnumMap<>(ImageFormat.class);
        Iterator<ImageReaderSpi> all =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (all.hasNext()) {
            ImageReaderSpi provider = all.next();
            List<String> names = Arrays.asList(provider.getFormatNames());
            for (ImageFormat format : ImageFormat.values()) {
                if (provider.getClass().getName().startsWith(vendor) && names.contains(format.imageIoName())) {
                    found.putIfAbsent(format, provider);
                }
            }
        }
        return found;
    }
}
