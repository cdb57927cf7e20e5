package io.patchdrop.server.models;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.DecodingLimits;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.AnswerFields;
import io.patchdrop.runtime.Look;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.http.Problems;
import io.patchdrop.server.http.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /models}, and what models say of images that are sent. */
public final class ModelRoutes implements AutoCloseable {
    private static final int WRITERS = 2;

    private final Models models;
    private final Decoding decoding;
    /** Write the answers: neither who computes them nor who takes requests may be kept by that. */
    private final ExecutorService writers;

    /**
     * Routes to models.
     *
     * @param limits of one image
     */
    public ModelRoutes(Models models, DecodingLimits limits) {
        this.models = models;
        this.writers = Executors.newFixedThreadPool(WRITERS, task -> new Thread(task, "patchdrop-writer"));
        this.decoding = new Decoding(limits, Runtime.getRuntime().availableProcessors());
    }

    /** Adds the routes. */
    public void add(RouteTable routes) {
        routes.get(
                "/models",
                context -> Exchange.json(
                        context,
                        Map.of(
                                "models",
                                models.all().stream().map(ModelFields::of).toList())));
        routes.get("/models/{name}", context -> Exchange.json(context, ModelFields.of(model(context))));
        routes.post("/models/{name}/classify", this::classify);
        routes.post("/models/{name}/look", this::look);
        routes.post("/models/{name}/anytime", this::anytime);
    }

    private ServedModel model(Context context) {
        return models.get(context.pathParam("name"));
    }

    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Upload(String name, byte[] content) {}

    private void classify(Context context) {
        ServedModel model = model(context);
        Budget budget = Budgets.of(context, model);
        List<Upload> uploads = uploads(context);
        if (uploads.size() == 1) {
            Upload upload = uploads.get(0);
            answer(
                    context,
                    model,
                    1,
                    () -> classified(model, upload, budget),
                    fields -> Exchange.json(context, fields));
        } else {
            answer(
                    context,
                    model,
                    uploads.size(),
                    () -> all(uploads.stream()
                            .map(upload -> classified(model, upload, budget)
                                    .exceptionally(thrown -> unanswered(upload, thrown)))
                            .toList()),
                    answers -> Exchange.json(context, Map.of("answers", answers)));
        }
    }

    private CompletableFuture<Map<String, @Nullable Object>> classified(
            ServedModel model, Upload upload, Budget budget) {
        return decoding.decode(model, upload.content())
                .thenCompose(image -> model.classify(image, budget))
                .thenApply(answer ->
                        AnswerFields.of(upload.name(), answer, model.manifest().classes()));
    }

    /** One of many images that has no answer. */
    private static Map<String, @Nullable Object> unanswered(Upload upload, Throwable thrown) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("image", upload.name());
        fields.put("error", Problems.of(thrown).problem().detail());
        return fields;
    }

    private void look(Context context) {
        ServedModel model = model(context);
        Upload upload = one(context);
        answer(
                context,
                model,
                1,
                () -> decoding.decode(model, upload.content()).thenCompose(model::look),
                look -> Exchange.json(context, fields(look, model.manifest())));
    }

    private static Map<String, @Nullable Object> fields(Look look, Manifest manifest) {
        int best = highest(look.probabilities());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("class", manifest.classes().get(best));
        fields.put("confidence", look.probabilities()[best]);
        fields.put("probabilities", AnswerFields.probabilities(look.probabilities(), manifest.classes()));
        fields.put("scores", list(look.scores()));
        fields.put("patch_probabilities", list(look.patchProbabilities()));
        return fields;
    }

    private static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /** An image's look, its answer by the bundle's own rule, and its answers with each number of patches. */
    private record Anytime(Look look, Answer decided, List<Answer> answers) {}

    private void anytime(Context context) {
        ServedModel model = model(context);
        Upload upload = one(context);
        // Two more than patches: the answer without any, and the look. The one that counts is among them.
        answer(
                context,
                model,
                model.manifest().patches() + 2,
                () -> decoding.decode(model, upload.content()).thenCompose(image -> anytime(model, image)),
                found -> Exchange.json(context, fields(found, model.manifest())));
    }

    private static CompletableFuture<Anytime> anytime(ServedModel model, RgbImage image) {
        CompletableFuture<Look> look = model.look(image);
        CompletableFuture<Answer> decided =
                model.classify(image, model.manifest().decision().budget());
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int patches = 0; patches <= model.manifest().patches(); patches++) {
            answers.add(model.suppose(image, Budget.patches(patches)));
        }
        return all(answers)
                .thenCombine(
                        look.thenCombine(decided, Map::entry),
                        (all, both) -> new Anytime(both.getKey(), both.getValue(), all));
    }

    private static Map<String, @Nullable Object> fields(Anytime found, Manifest manifest) {
        List<Answer> answers = found.answers();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Answer answer : answers) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("patches", answer.purchases().length);
            row.put("class", answer.className());
            row.put("confidence", (float) answer.confidence());
            row.put("probabilities", AnswerFields.probabilities(answer.probabilities(), manifest.classes()));
            rows.add(row);
        }
        Map<String, @Nullable Object> decision = AnswerFields.of("", found.decided(), manifest.classes());
        decision.remove("image");
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("look", fields(found.look(), manifest));
        fields.put(
                "order",
                Arrays.stream(answers.get(answers.size() - 1).purchases())
                        .boxed()
                        .toList());
        fields.put("answers", rows);
        fields.put("decision", decision);
        return fields;
    }

    /** Answers a request when its images are, without holding a thread until then. */
    private <T> void answer(
            Context context, ServedModel model, int images, Supplier<CompletableFuture<T>> work, Consumer<T> write) {
        Admission.Ticket ticket = model.enter(images);
        context.future(() -> work.get()
                .whenComplete((result, failure) -> ticket.leave(failure == null))
                .handleAsync(
                        (result, failure) -> {
                            if (failure != null) {
                                throw Problems.of(failure);
                            }
                            write.accept(result);
                            return result;
                        },
                        writers));
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing -> futures.stream().map(CompletableFuture::join).toList());
    }

    private static Upload one(Context context) {
        List<Upload> uploads = uploads(context);
        if (uploads.size() > 1) {
            throw new ProblemException(Kind.BAD_REQUEST, "There is more than one image", "send one");
        }
        return uploads.get(0);
    }

    /** The images of a request; at least one. */
    private static List<Upload> uploads(Context context) {
        List<Upload> uploads = new ArrayList<>();
        if (context.isMultipartFormData()) {
            for (UploadedFile file : context.uploadedFiles("image")) {
                try (InputStream content = file.content()) {
                    uploads.add(new Upload(file.filename(), content.readAllBytes()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } else if (context.bodyAsBytes().length > 0) {
            uploads.add(new Upload("image", context.bodyAsBytes()));
        }
        if (uploads.isEmpty()) {
            throw new ProblemException(
                    Kind.BAD_REQUEST, "There is no image", "send one as the body, or in the field image of a form");
        }
        return uploads;
    }

    /** Ends the decoding of images. */
    @Override
    public void close() {
        decoding.close();
        writers.shutdown();
    }
}
