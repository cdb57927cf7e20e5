package io.patchdrop.imagery.iiif;

import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks once and says what came. */
final class PlainFetcher implements Fetcher {
    private final Ledger ledger = new Ledger();
    private volatile boolean closed;

    boolean closed() {
        return closed;
    }

    @Override
    public byte[] get(URI address, int longest) throws IOException {
        long start = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setReadTimeout(20_000);
        int status = connection.getResponseCode();
        if (status != 200) {
            ledger.enter(new Ledger.Entry(Ledger.Method.GET, null, 0, System.nanoTime() - start, false));
            throw new ByteSourceException(
                    status == 404 ? ByteSourceException.Problem.NOT_FOUND : ByteSourceException.Problem.UNAVAILABLE,
                    "status " + status,
                    null);
        }
        try (InputStream body = connection.getInputStream()) {
            byte[] content = body.readNBytes(longest + 1);
            boolean fits = content.length <= longest;
            ledger.enter(new Ledger.Entry(Ledger.Method.GET, null, content.length, System.nanoTime() - start, fits));
            if (!fits) {
                throw new ByteSourceException(ByteSourceException.Problem.BAD_ANSWER, "too long", null);
            }
            return content;
        }
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closed = true;
    }
}
