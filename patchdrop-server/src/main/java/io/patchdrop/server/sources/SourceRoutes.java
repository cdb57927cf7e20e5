package io.patchdrop.server.sources;

import io.javalin.http.Context;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.RouteTable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;

/** {@code /sources}, {@code /cog/info} and {@code /cog/preview}. */
public final class SourceRoutes {
    private static final int USUAL_SIZE = 1024;
    /** Previews that are drawn at the same time: one may take a hundred megabytes. */
    private static final int PREVIEWS = 2;

    private final Sources sources;
    private final OpenSources open;
    private final SourceWork work;
    private final Semaphore previews = new Semaphore(PREVIEWS);

    public SourceRoutes(Sources sources, OpenSources open, SourceWork work) {
        this.sources = sources;
        this.open = open;
        this.work = work;
    }

    /** Adds the routes. */
    public void add(RouteTable routes) {
        routes.get(
                "/sources", context -> work.answer(context, sources::fields, fields -> Exchange.json(context, fields)));
        routes.get("/cog/info", this::info);
        routes.get("/cog/preview", this::preview);
    }

    private void info(Context context) {
        Wanted wanted = Wanted.of(source(context));
        work.answer(context, () -> open.use(wanted, CogInfo::of), fields -> Exchange.json(context, fields));
    }

    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Picture(byte[] png, long bytes) {}

    private void preview(Context context) {
        Wanted wanted = Wanted.of(source(context));
        int size = size(context);
        work.answer(context, () -> open.use(wanted, lease -> picture(lease, size)), picture -> context.header(
                        "X-Patchdrop-Bytes", Long.toString(picture.bytes()))
                .contentType("image/png")
                .result(picture.png()));
    }

    private Picture picture(Lease lease, int size) throws IOException {
        try {
            previews.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting to draw");
            interrupted.initCause(e);
            throw interrupted;
        }
        try {
            byte[] png = Preview.png(lease.sources().image(), size);
            return new Picture(png, lease.sources().taken().bytes());
        } finally {
            previews.release();
        }
    }

    private static String source(Context context) {
        String url = Exchange.parameter(context, "url");
        if (url == null || url.isEmpty()) {
            throw new ProblemException(Kind.BAD_REQUEST, "There is no source", "give one as url=...");
        }
        return url;
    }

    private static int size(Context context) {
        OptionalDouble size = Exchange.number(context, "max_size");
        double value = size.orElse(USUAL_SIZE);
        if (value != Math.rint(value) || value < 1 || value > Preview.LARGEST) {
            throw new ProblemException(
                    Kind.BAD_REQUEST,
                    "The parameter max_size is out of its range",
                    "give a whole number from 1 to " + Preview.LARGEST);
        }
        return (int) value;
    }
}
