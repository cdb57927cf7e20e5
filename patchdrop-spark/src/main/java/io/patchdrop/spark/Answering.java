package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.Look;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.zoom.ChipPatches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Answers images side by side. What goes wrong with one of them is that one's result. For one thread. */
final class Answering implements AutoCloseable {
    private final PatchDropModel model;
    private final Opener opener;
    private final int connections;
    private final boolean keeps;
    private @Nullable ExecutorService fetching;

    /**
     * @param connections images that are fetched side by side at most
     * @param keeps whether what is bought of a server is handed out with the results
     */
    Answering(PatchDropModel model, Access access, int connections, boolean keeps) {
        this.model = model;
        this.opener = new Opener(model, access.opening(), keeps);
        this.connections = connections;
        this.keeps = keeps;
    }

    /** An image, what became of it so far, and the time that was spent for it alone. */
    private static final class Entry {
        private final ImageRequest request;
        private final Picture picture;
        private final double milliseconds;
        private final List<Answer> answers = new ArrayList<>();
        private @Nullable String error;
        private @Nullable Cost next;

        private Entry(ImageRequest request, Picture picture, double milliseconds) {
            this.request = request;
            this.picture = picture;
            this.milliseconds = milliseconds;
            this.error = picture instanceof Picture.Unreadable unreadable ? unreadable.reason() : null;
        }

        /** The budget of a step; nothing once it has failed, or if it has fewer steps. */
        private Optional<Budget> budget(int step) {
            return error != null || step >= request.budgets().size()
                    ? Optional.empty()
                    : Optional.of(request.budgets().get(step));
        }
    }

    /**
     * Answers images.
     *
     * @return one result for each, in order
     */
    List<ImageResult> answer(List<ImageRequest> requests) {
        List<Entry> entries = open(requests);
        try {
            long start = System.nanoTime();
            int steps = requests.stream()
                    .mapToInt(each -> each.budgets().size())
                    .max()
                    .orElse(0);
            for (int step = 0; step < steps; step++) {
                answerWhole(entries, step);
                answerByPatches(entries, step);
            }
            if (keeps) {
                plan(entries);
            }
            double share = (System.nanoTime() - start) / 1e6 / Math.max(1, requests.size());
            return results(entries, share);
        } finally {
            entries.forEach(Answering::close);
        }
    }

    private List<Entry> open(List<ImageRequest> requests) {
        List<List<ImageRequest>> groups = byImage(requests);
        boolean fetches =
                requests.stream().anyMatch(each -> each.location() != null && Locations.isByRanges(each.location()));
        List<Entry> entries = new ArrayList<>(requests.size());
        if (!fetches) {
            groups.forEach(group -> entries.addAll(openTogether(group)));
            return entries;
        }
        List<Callable<List<Entry>>> openings = new ArrayList<>(groups.size());
        groups.forEach(group -> openings.add(() -> openTogether(group)));
        try {
            for (Future<List<Entry>> opened : pool().invokeAll(openings)) {
                entries.addAll(opened.get());
            }
            return entries;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was cancelled", e);
        }
    }

    /** Windows of one image that follow each other are opened together; what goes on from something kept is opened alone. */
    private static List<List<ImageRequest>> byImage(List<ImageRequest> requests) {
        List<List<ImageRequest>> groups = new ArrayList<>();
        for (ImageRequest request : requests) {
            List<ImageRequest> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            boolean same = !last.isEmpty()
                    && request.window() != null
                    && request.kept() == null
                    && last.get(0).kept() == null
                    && last.get(0).window() != null
                    && Objects.equals(last.get(0).location(), request.location());
            if (!same) {
                last = new ArrayList<>();
                groups.add(last);
            }
            last.add(request);
        }
        return groups;
    }

    private ExecutorService pool() {
        if (fetching == null) {
            fetching = Executors.newFixedThreadPool(connections);
        }
        return fetching;
    }

    private List<Entry> openTogether(List<ImageRequest> requests) {
        long start = System.nanoTime();
        List<Picture> pictures = opener.open(requests);
        double share = (System.nanoTime() - start) / 1e6 / requests.size();
        List<Entry> opened = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            opened.add(new Entry(requests.get(i), pictures.get(i), share));
        }
        return opened;
    }

    /** Those of one budget together, since a call of the model has one. */
    private void answerWhole(List<Entry> entries, int step) {
        Map<Budget, List<Entry>> byBudget = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.picture instanceof Picture.Whole) {
                entry.budget(step).ifPresent(budget -> byBudget.computeIfAbsent(budget, key -> new ArrayList<>())
                        .add(entry));
            }
        }
        byBudget.forEach((budget, group) -> answer(group, part -> model.classify(pixels(part), budget)));
    }

    private static List<RgbImage> pixels(List<Entry> entries) {
        List<RgbImage> pixels = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            pixels.add(((Picture.Whole) entry.picture).pixels());
        }
        return pixels;
    }

    private void answerByPatches(List<Entry> entries, int step) {
        List<Entry> group = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.picture instanceof Picture.ByPatches && entry.budget(step).isPresent()) {
                group.add(entry);
            }
        }
        answer(
                group,
                part -> model.classifySources(
                        part.stream().map(Answering::patches).toList(),
                        part.stream()
                                .map(entry -> entry.budget(step).orElseThrow())
                                .toList()));
        for (Entry entry : group) {
            patches(entry).failure().ifPresent(failure -> entry.error = Opener.reason(failure));
        }
    }

    private static ChipPatches patches(Entry entry) {
        return ((Picture.ByPatches) entry.picture).patches();
    }

    /** Answers of some images. */
    private interface Call {
        List<Answer> answers(List<Entry> part);
    }

    /** If the model cannot answer all of them together, each by itself: one of them is at fault. */
    private static void answer(List<Entry> group, Call call) {
        if (group.isEmpty()) {
            return;
        }
        try {
            List<Answer> answers = call.answers(group);
            for (int i = 0; i < answers.size(); i++) {
                group.get(i).answers.add(answers.get(i));
            }
        } catch (InvalidInputException | IllegalStateException | UncheckedIOException e) {
            if (group.size() == 1) {
                String message = e.getMessage();
                group.get(0).error = message == null ? e.getClass().getSimpleName() : Opener.firstLine(message);
                return;
            }
            group.forEach(entry -> answer(List.of(entry), call));
        }
    }

    private List<ImageResult> results(List<Entry> entries, double share) {
        Set<OpenImage> accounted = new HashSet<>();
        List<ImageResult> results = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            OpenImage image = image(entry.picture);
            Cost cost = own(entry.picture);
            if (image != null && accounted.add(image)) {
                // Of several windows of an image the first bears what none of them took by itself, such as opening it.
                cost = minus(image.taken(), others(entries, entry, image));
            }
            results.add(result(entry, image, cost, entry.milliseconds + share));
        }
        return results;
    }

    private static ImageResult result(Entry entry, @Nullable OpenImage image, Cost cost, double milliseconds) {
        if (entry.error == null) {
            try {
                return new ImageResult(
                        entry.answers, cost, milliseconds, image == null ? null : image.kept(), entry.next, null);
            } catch (IOException e) {
                entry.error = Opener.reason(e);
            }
        }
        return new ImageResult(List.of(), cost, milliseconds, null, null, entry.error);
    }

    private static Cost others(List<Entry> entries, Entry but, OpenImage image) {
        Cost sum = Cost.NONE;
        for (Entry entry : entries) {
            if (entry != but && image(entry.picture) == image) {
                sum = sum.plus(own(entry.picture));
            }
        }
        return sum;
    }

    private static Cost minus(Cost all, Cost part) {
        return new Cost(all.requests() - part.requests(), all.bytes() - part.bytes(), all.exact());
    }

    private static Cost own(Picture picture) {
        if (picture instanceof Picture.ByPatches byPatches) {
            return byPatches.patches().cost();
        }
        return picture instanceof Picture.Whole whole ? whole.cost() : Cost.NONE;
    }

    private static @Nullable OpenImage image(Picture picture) {
        if (picture instanceof Picture.ByPatches byPatches) {
            return byPatches.image();
        }
        return picture instanceof Picture.Whole whole ? whole.image() : null;
    }

    /** What the next step would take of those that are bought by patches, in the order of the look's scores. */
    private void plan(List<Entry> entries) {
        List<Entry> group = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.picture instanceof Picture.ByPatches && entry.error == null) {
                group.add(entry);
            }
        }
        if (group.isEmpty()) {
            return;
        }
        int size = model.manifest().lookSize();
        List<Look> looks = model.look(group.stream()
                .map(entry -> new RgbImage(size, size, patches(entry).look()))
                .toList());
        for (int i = 0; i < group.size(); i++) {
            Entry entry = group.get(i);
            int bought = entry.answers.get(entry.answers.size() - 1).purchases().length;
            List<Integer> wanted = Steps.next(model.manifest(), looks.get(i), bought);
            try {
                entry.next = wanted.isEmpty() ? null : patches(entry).plan(wanted);
            } catch (IOException e) {
                entry.error = Opener.reason(e);
            }
        }
    }

    private static void close(Entry entry) {
        OpenImage image = image(entry.picture);
        if (image != null) {
            try {
                image.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        if (fetching != null) {
            fetching.shutdownNow();
        }
    }
}
