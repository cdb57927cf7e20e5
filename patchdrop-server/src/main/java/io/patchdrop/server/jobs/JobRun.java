package io.patchdrop.server.jobs;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Plan;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomDescription;
import io.patchdrop.runtime.zoom.ZoomFolder;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.ZoomStoppedException;
import io.patchdrop.runtime.zoom.Zooming;
import io.patchdrop.runtime.zoom.output.ZoomOutputs;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.sources.Sources;
import io.patchdrop.server.zoom.ZoomOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One job from where it is to its end, or to where it is interrupted. */
final class JobRun implements ZoomListener {
    static final String RESULT = "result.json";

    private final Jobs jobs;
    private final JobEntry entry;
    private final ServedModel model;
    private final JobRunner.Counts counts;
    private final Path folder;
    private final AtomicReference<@Nullable ZoomSources> open = new AtomicReference<>();
    private @Nullable PictureWriter picture;
    private List<Chip> chips = List.of();
    private int looked;
    private double price;
    /** Chips that have a result, by their numbers. */
    private final BitSet done = new BitSet();
    /** Bytes that were counted, or taken before this run. */
    private long counted;

    JobRun(Jobs jobs, JobEntry entry, ServedModel model, JobRunner.Counts counts) {
        this.counts = counts;
        this.jobs = jobs;
        this.entry = entry;
        this.model = model;
        this.folder = jobs.folder(entry.job());
    }

    /**
     * Runs until the end.
     *
     * @throws ZoomStoppedException if it is stopped, or the server ends
     * @throws IOException if it cannot go on
     */
    void run(Sources sources) throws IOException {
        Files.createDirectories(folder);
        ZoomOrder order = ZoomOrder.of(entry.job().request());
        try (ZoomSources opened = order.open(sources, Optional.of(folder))) {
            open.set(opened);
            counted = before(opened);
            zoom(opened, order.request(model, opened));
        } finally {
            open.set(null);
        }
    }

    private static long before(ZoomSources sources) {
        long image = sources.image().boughtBefore().bytes();
        return sources.look() == sources.image()
                ? image
                : image + sources.look().boughtBefore().bytes();
    }

    private void zoom(ZoomSources sources, ZoomRequest request) throws IOException {
        Manifest manifest = model.manifest();
        chips = request.chips();
        Level whole = sources.image().levels().get(0);
        jobs.progress(entry, progress -> progress.opened(chips.size(), whole.width(), whole.height()));
        try (ZoomFolder kept = ZoomFolder.open(
                        folder, ZoomDescription.of(model.sha256(), sources, request), manifest.classes());
                PictureWriter writer = PictureWriter.open(folder, sources, manifest, chips)) {
            picture = writer;
            Optional<Plan> plan = kept.plan();
            Quote quote = quote(sources, request, plan);
            if (plan.isEmpty()) {
                kept.keepPlan(Plan.of(quote));
            }
            count(kept.before());
            jobs.progress(entry, progress -> taken(progress, sources)
                    .withZoomed(done.cardinality())
                    .quoted(quote.full().bytes(), quote.fullPrice()));
            jobs.state(entry, JobState.ZOOMING, null);
            Zooming.Account account = zoomed(sources, quote, kept);
            price = account.bill().total();
            finish(sources, quote, kept.results(), account);
            jobs.progress(entry, progress -> taken(progress, sources).withZoomed(chips.size()));
        }
    }

    private Quote quote(ZoomSources sources, ZoomRequest request, Optional<Plan> plan) throws IOException {
        try {
            return Quoting.quote(model.model(), sources, request, plan, this);
        } catch (ZoomStoppedException e) {
            UnderWay.awaitLooks(sources, model.manifest(), chips.subList(looked, chips.size()));
            throw e;
        }
    }

    private Zooming.Account zoomed(ZoomSources sources, Quote quote, ZoomFolder kept) throws IOException {
        try {
            return Zooming.zoom(model.model(), sources, quote, showing(kept, sources), this);
        } catch (ZoomStoppedException e) {
            UnderWay.awaitPatches(sources, model.manifest(), quote, kept.results());
            throw e;
        }
    }

    /** Keeps results, and their pixels before: whoever knows that a chip is done can see it. */
    private ZoomResults showing(ZoomFolder kept, ZoomSources sources) {
        return new ZoomResults() {
            @Override
            public List<ChipResult> before() {
                return kept.before();
            }

            @Override
            public void add(List<ChipResult> results) throws IOException {
                if (picture != null) {
                    picture.zoomed(results);
                }
                kept.add(results);
                counts.chips().accept(results.size());
                count(results);
                jobs.progress(entry, progress -> taken(progress, sources).withZoomed(done.cardinality()));
            }
        };
    }

    private void count(List<ChipResult> results) {
        for (ChipResult result : results) {
            price += result.price();
            done.set(result.chip().number());
        }
    }

    private Progress taken(Progress progress, ZoomSources sources) {
        Cost taken = sources.taken();
        counts.bytes().accept((double) Math.max(0, taken.bytes() - counted));
        counted = Math.max(counted, taken.bytes());
        return progress.taken(taken.bytes(), taken.requests(), price);
    }

    private void finish(ZoomSources sources, Quote quote, List<ChipResult> results, Zooming.Account account)
            throws IOException {
        Manifest manifest = model.manifest();
        ResultFile.write(folder.resolve(RESULT), quote, results, account, sources, manifest.classes());
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("model_sha256", model.sha256());
        provenance.put("source", sources.image().name());
        ZoomOutputs.write(folder, sources, manifest, quote, results, account, provenance);
    }

    @Override
    public void looked(int count, int of) {
        try {
            if (picture != null) {
                picture.looked(chips.subList(looked, count));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        looked = count;
        ZoomSources sources = open.get();
        jobs.progress(entry, progress -> (sources == null ? progress : taken(progress, sources)).withLooked(count));
    }

    @Override
    public boolean stopRequested() {
        return entry.stopRequested() || jobs.closing();
    }

    /** Ends requests that are under way; what has arrived is kept. */
    void breakOff() {
        ZoomSources sources = open.get();
        if (sources != null) {
            sources.close();
        }
    }
}
