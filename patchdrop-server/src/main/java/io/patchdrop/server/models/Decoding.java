package io.patchdrop.server.models;

import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.server.http.Problem;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Decodes uploads, few at a time: each may take as much memory as the limit of pixels allows. */
final class Decoding implements AutoCloseable {
    private final DecodingLimits limits;
    private final ExecutorService threads;

    Decoding(DecodingLimits limits, int atATime) {
        this.limits = limits;
        this.threads = Executors.newFixedThreadPool(atATime, task -> {
            Thread thread = new Thread(task, "patchdrop-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The pixels, as the model takes them; fails with a {@link ProblemException} if it is no image. */
    CompletableFuture<RgbImage> decode(ServedModel model, byte[] encoded) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return model.decode(encoded, limits);
                    } catch (IOException e) {
                        throw new ProblemException(
                                new Problem(
                                        Kind.UNSUPPORTED_IMAGE,
                                        "The image cannot be used: " + e.getMessage()
                                                + " (send a JPEG, PNG, TIFF, BMP or GIF image)"),
                                e);
                    }
                },
                threads);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
