package io.patchdrop.server.sources;

import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** An image that stays open between requests. Who has its turn may use it; the counts belong to {@link OpenSources}. */
final class OpenImage {
    /** Connections have threads, which stay as long as the image is open. */
    private static final BuyingOptions BUYING =
            new BuyingOptions(BuyingOptions.DEFAULT.gap(), BuyingOptions.DEFAULT.longest(), 16);

    /** Fair, so that nobody waits for ever. */
    final Semaphore turn = new Semaphore(1, true);

    private final Wanted wanted;
    /** Who uses it or waits for it. Guarded by {@link OpenSources}. */
    int users;
    /** As {@link System#nanoTime} has it. Guarded by {@link OpenSources}. */
    long lastUsed = System.nanoTime();

    private volatile @Nullable ZoomSources opened;
    private volatile long openedAt;

    OpenImage(Wanted wanted) {
        this.wanted = wanted;
    }

    /** Opens it if it is closed or too old, and says what the request may use. */
    Lease begin(Sources sources, Duration age, List<Ledger.Entry> lost) throws IOException {
        if (isOlderThan(age)) {
            close();
        }
        ZoomSources before = opened;
        ZoomSources now = before == null ? open(sources) : before;
        opened = now;
        return new Lease(now, before == null, lost);
    }

    private ZoomSources open(Sources sources) throws IOException {
        OpeningOptions options = wanted.options().withBuying(BUYING);
        ImageSources.Opened image = sources.open(wanted.source(), options);
        openedAt = System.nanoTime();
        if (wanted.look().isEmpty()) {
            return ZoomSources.of(image.image());
        }
        try {
            ImageSource look = sources.openLook(wanted.look().get(), options.withAsset(""));
            return new ZoomSources(image.image(), look);
        } catch (IOException | RuntimeException e) {
            image.image().close();
            throw e;
        }
    }

    boolean isOpen() {
        return opened != null;
    }

    boolean isOlderThan(Duration age) {
        return opened != null && System.nanoTime() - openedAt > age.toNanos();
    }

    /** What was bought for it. */
    long bytes() {
        ZoomSources now = opened;
        return now == null ? 0 : now.taken().bytes();
    }

    int entries() {
        ZoomSources now = opened;
        return now == null
                ? 0
                : Math.max(now.image().ledger().size(), now.look().ledger().size());
    }

    void close() {
        ZoomSources now = opened;
        opened = null;
        if (now != null) {
            now.close();
        }
    }
}
