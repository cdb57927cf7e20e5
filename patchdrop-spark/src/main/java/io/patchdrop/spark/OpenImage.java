package io.patchdrop.spark;

import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An image that is open, and the file that keeps what is bought of it, if one does. */
final class OpenImage implements AutoCloseable {
    private final ImageSource source;
    private final @Nullable Path store;

    OpenImage(ImageSource source, @Nullable Path store) {
        this.source = source;
        this.store = store;
    }

    ImageSource source() {
        return source;
    }

    /** What was taken of the image, by this opening. */
    Cost taken() {
        Cost all = ZoomSources.of(source).taken();
        Cost before = source.boughtBefore();
        return new Cost(all.requests() - before.requests(), all.bytes() - before.bytes(), true);
    }

    /** What is owned of it; null if nothing is kept. */
    byte @Nullable [] kept() throws IOException {
        return store == null ? null : Files.readAllBytes(store);
    }

    /** Frees what it holds and deletes what was kept. */
    @Override
    public void close() throws IOException {
        source.close();
        if (store != null) {
            Files.deleteIfExists(store);
        }
    }
}
