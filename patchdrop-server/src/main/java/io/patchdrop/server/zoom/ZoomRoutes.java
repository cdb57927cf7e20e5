package io.patchdrop.server.zoom;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomDocument;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.RouteTable;
import io.patchdrop.server.models.Models;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.sources.Lease;
import io.patchdrop.server.sources.OpenSources;
import io.patchdrop.server.sources.SourceWork;
import io.patchdrop.server.sources.Wanted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /models/{name}/quote} and {@code /models/{name}/zoom}: what can be answered at once. */
public final class ZoomRoutes {
    /** Reading JSON takes many times its length. */
    private static final int LONGEST_BODY = 1 << 20;

    private final Models models;
    private final OpenSources sources;
    private final SourceWork work;
    private final ZoomMetrics metrics;
    private final PriceList prices;
    private final int most;

    /**
     * Routes to zooms.
     *
     * @param prices of requests that have none
     * @param most chips of one request
     */
    public ZoomRoutes(
            Models models, OpenSources sources, SourceWork work, MeterRegistry registry, PriceList prices, int most) {
        this.models = models;
        this.sources = sources;
        this.work = work;
        this.metrics = new ZoomMetrics(registry);
        this.prices = prices;
        this.most = most;
    }

    /** Adds the routes. */
    public void add(RouteTable routes) {
        routes.post("/models/{name}/quote", context -> answer(context, this::quote));
        routes.post("/models/{name}/zoom", context -> answer(context, this::zoom));
    }

    private interface Answering {
        Map<String, @Nullable Object> answer(ServedModel model, ZoomRequest request, Lease lease) throws IOException;
    }

    private void answer(Context context, Answering answering) {
        ServedModel model = models.get(context.pathParam("name"));
        ZoomOrder order = order(context).withPrices(prices);
        Wanted wanted = new Wanted(order.source(), order.look(), order.opening());
        work.answer(
                context,
                () -> sources.use(wanted, lease -> answered(model, order, lease, answering)),
                fields -> Exchange.json(context, fields));
    }

    private static ZoomOrder order(Context context) {
        if (context.bodyAsBytes().length > LONGEST_BODY) {
            throw new ProblemException(
                    Kind.TOO_LARGE, "The request has more than " + LONGEST_BODY + " bytes", "ask for fewer windows");
        }
        return ZoomOrder.of(Exchange.body(context));
    }

    private Map<String, @Nullable Object> answered(ServedModel model, ZoomOrder order, Lease lease, Answering answering)
            throws IOException {
        ZoomRequest request = order.request(
                model,
                lease.sources(),
                most,
                "give larger chips or a smaller area, or make it a job: POST /models/" + model.name() + "/jobs");
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        lease.begin();
        try {
            fields.putAll(answering.answer(model, request, lease));
        } finally {
            metrics.took(model.name(), lease.taken());
        }
        Map<String, Object> owned = new LinkedHashMap<>();
        owned.put("bytes", lease.owned().bytes());
        owned.put("requests", lease.owned().requests());
        fields.put("owned", owned);
        return fields;
    }

    private Map<String, @Nullable Object> quote(ServedModel model, ZoomRequest request, Lease lease)
            throws IOException {
        ZoomSources open = lease.sources();
        Quote quote = Quoting.quote(model.model(), open, request, UntilInterrupted.LISTENER);
        if (quote.chips().stream().allMatch(chip -> chip.failure() == null)) {
            lease.end();
        }
        return ZoomDocument.of(quote, open);
    }

    private Map<String, @Nullable Object> zoom(ServedModel model, ZoomRequest request, Lease lease) throws IOException {
        ZoomSources open = lease.sources();
        PatchDropModel loaded = model.model();
        Quote quote = Quoting.quote(loaded, open, request, UntilInterrupted.LISTENER);
        List<ChipResult> results = new ArrayList<>();
        Zooming.Account account =
                Zooming.zoom(loaded, open, quote, ZoomResults.inMemory(results), UntilInterrupted.LISTENER);
        if (results.stream().allMatch(result -> result.outcome() != Outcome.FAILED)) {
            lease.end();
        }
        metrics.zoomed(model.name(), results.size(), saved(quote, account.patches()));
        return ZoomDocument.of(quote, results, account, open, loaded.manifest().classes());
    }

    private static long saved(Quote quote, Cost patches) {
        return Math.max(0, quote.full().bytes() - patches.bytes());
    }

    /** Stops where {@link SourceWork} wants it. */
    private enum UntilInterrupted implements ZoomListener {
        LISTENER;

        @Override
        public boolean stopRequested() {
            return Thread.currentThread().isInterrupted();
        }
    }
}
