package io.patchdrop.client;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Calls a server:
 *
 * <pre>{@code
 * try (PatchDropClient client = PatchDropClient.at("http://127.0.0.1:8080")) {
 *     Answer answer = client.classify("scenes", Path.of("photo.jpg"), Choice.confidence(0.9));
 * }
 * }</pre>
 *
 * <p>Any number of threads may use one client. A call that the server refuses because it has too much to do (429) or is about to
 * stop (503) is sent again, after as long as it asks for; nothing else is. Every call may throw a {@link PatchDropException}. Files
 * that are sent and cannot be read end in an {@link java.io.UncheckedIOException} or an unreachable server.
 */
public final class PatchDropClient implements AutoCloseable {
    /** Images that are sent in one request at most; the server has a limit of bytes too. */
    private static final int TOGETHER = 32;

    private static final long BYTES_TOGETHER = 16_000_000;

    /** Of {@link #await(String)}: how often a job is asked for, in the beginning and later. */
    private static final long SHORTEST_WAIT = 100;

    private static final long LONGEST_WAIT = 2_000;

    private final ClientOptions options;
    private final Calls calls;

    /** A client with options; nothing is sent yet. */
    public PatchDropClient(ClientOptions options) {
        this.options = options;
        this.calls = new Calls(options);
    }

    /** A client of a server without a token. */
    public static PatchDropClient at(String address) {
        return new PatchDropClient(ClientOptions.of(address));
    }

    /** Whether the server takes requests. */
    public boolean isReady() {
        return calls.isAnswered("/health/ready");
    }

    private record Models(List<Model> models) {}

    /** All models. */
    public List<Model> models() {
        return List.copyOf(calls.get("/models", Models.class).models());
    }

    /** One model. */
    public Model model(String name) {
        return calls.get(model(name, ""), Model.class);
    }

    /** Classifies an image, encoded as JPEG, PNG or the like, by the bundle's own rule. */
    public Answer classify(String model, byte[] image) {
        return classify(model, image, Choice.own());
    }

    /** Classifies an image, encoded as JPEG, PNG or the like. */
    public Answer classify(String model, byte[] image, Choice choice) {
        return calls.post(classification(model, choice), BINARY, BodyPublishers.ofByteArray(image), Answer.class);
    }

    /** Classifies an image file by the bundle's own rule. */
    public Answer classify(String model, Path image) {
        return classify(model, image, Choice.own());
    }

    /** Classifies an image file. */
    public Answer classify(String model, Path image, Choice choice) {
        Multipart form = Multipart.of(List.of(image));
        return calls.post(classification(model, choice), form.mediaType(), form.body(), Answer.class);
    }

    /** Classifies image files by the bundle's own rule. */
    public List<ImageResult> classify(String model, List<Path> images) {
        return classify(model, images, Choice.own());
    }

    /**
     * Classifies image files, several a request.
     *
     * @return a result for each image, in order; one that cannot be used has an error, and the others have answers
     */
    public List<ImageResult> classify(String model, List<Path> images, Choice choice) {
        List<ImageResult> results = new ArrayList<>();
        List<Path> together = new ArrayList<>();
        long bytes = 0;
        for (Path image : images) {
            long size = image.toFile().length();
            if (!together.isEmpty() && (together.size() == TOGETHER || bytes + size > BYTES_TOGETHER)) {
                results.addAll(classifyTogether(model, together, choice));
                together.clear();
                bytes = 0;
            }
            together.add(image);
            bytes += size;
        }
        if (!together.isEmpty()) {
            results.addAll(classifyTogether(model, together, choice));
        }
        return List.copyOf(results);
    }

    private List<ImageResult> classifyTogether(String model, List<Path> images, Choice choice) {
        if (images.size() == 1) {
            String name = Multipart.name(images.get(0));
            try {
                return List.of(
                        new ImageResult(name, Optional.of(classify(model, images.get(0), choice)), Optional.empty()));
            } catch (PatchDropException e) {
                // What is wrong with one image of many is no failure of the call; what else is wrong is.
                if (!e.code().equals("unsupported_image")) {
                    throw e;
                }
                return List.of(new ImageResult(name, Optional.empty(), Optional.of(e.detail())));
            }
        }
        Multipart form = Multipart.of(images);
        JsonNode answers = calls.post(classification(model, choice), form.mediaType(), form.body(), JsonNode.class)
                .path("answers");
        List<ImageResult> results = new ArrayList<>();
        for (JsonNode answer : answers) {
            String name = answer.path("image").asString("");
            results.add(
                    answer.has("error")
                            ? new ImageResult(
                                    name,
                                    Optional.empty(),
                                    Optional.of(answer.path("error").asString("")))
                            : new ImageResult(name, Optional.of(Answers.read(answer, Answer.class)), Optional.empty()));
        }
        if (results.size() != images.size()) {
            throw new PatchDropException(
                    200,
                    PatchDropException.BAD_ANSWER,
                    images.size() + " images, but " + results.size() + " answers came");
        }
        return results;
    }

    /** What the low-resolution look says of an image. */
    public Look look(String model, byte[] image) {
        return look(model, BodyPublishers.ofByteArray(image), BINARY);
    }

    /** What the low-resolution look says of an image file. */
    public Look look(String model, Path image) {
        Multipart form = Multipart.of(List.of(image));
        return look(model, form.body(), form.mediaType());
    }

    private Look look(String model, BodyPublisher body, String mediaType) {
        return calls.post(model(model, "/look"), mediaType, body, Look.class);
    }

    /** What the answer is after each patch of an image. */
    public Anytime anytime(String model, byte[] image) {
        return calls.post(model(model, "/anytime"), BINARY, BodyPublishers.ofByteArray(image), Anytime.class);
    }

    /** What the answer is after each patch of an image file. */
    public Anytime anytime(String model, Path image) {
        Multipart form = Multipart.of(List.of(image));
        return calls.post(model(model, "/anytime"), form.mediaType(), form.body(), Anytime.class);
    }

    /** What can be zoomed into. */
    public Sources sources() {
        return calls.get("/sources", Sources.class);
    }

    /** What the header of a source says. */
    public SourceInfo info(String source) {
        return calls.get("/cog/info?url=" + encoded(source), SourceInfo.class);
    }

    /**
     * A source made small, from its overviews alone.
     *
     * @param maxSize pixels of the longer side at most
     * @return a PNG image
     */
    public byte[] preview(String source, int maxSize) {
        return calls.getBytes("/cog/preview?url=" + encoded(source) + "&max_size=" + maxSize);
    }

    /** What a zoom would buy. */
    public ZoomDocument quote(String model, ZoomOrder order) {
        return calls.postJson(model(model, "/quote"), order.fields(), ZoomDocument.class);
    }

    /** Zooms, and waits for the result. More chips than the server answers at once are refused: they are a job. */
    public ZoomDocument zoom(String model, ZoomOrder order) {
        return calls.postJson(model(model, "/zoom"), order.fields(), ZoomDocument.class);
    }

    /** Has the server zoom by itself. */
    public Job startJob(String model, ZoomOrder order) {
        return calls.postJson(model(model, "/jobs"), order.fields(), Job.class);
    }

    private record Jobs(List<Job> jobs) {}

    /** All jobs, the newest first. */
    public List<Job> jobs() {
        return List.copyOf(calls.get("/jobs", Jobs.class).jobs());
    }

    /** A job as it is now. */
    public Job job(String id) {
        return calls.get(job(id, ""), Job.class);
    }

    /** What happens to a job, from its beginning to its end. To be closed. */
    public JobEvents events(String id) {
        return new JobEvents(calls, options, job(id, "/events"));
    }

    /** Waits for the end of a job, however long that takes. */
    public Job await(String id) {
        return await(id, Duration.ofMillis(Long.MAX_VALUE));
    }

    /**
     * Waits for the end of a job. A server that is away for a short time, as for a restart, is waited for.
     *
     * @param longest time to wait
     * @return the job as it ended: done, failed or stopped
     * @throws PatchDropException of code {@code timeout} if it has not ended by then
     */
    public Job await(String id, Duration longest) {
        long began = System.nanoTime();
        long wait = SHORTEST_WAIT;
        int failures = 0;
        while (true) {
            try {
                Job job = job(id);
                if (job.state().ended()) {
                    return job;
                }
                failures = 0;
            } catch (PatchDropException e) {
                if (!e.code().equals(PatchDropException.UNREACHABLE) || failures == options.retries()) {
                    throw e;
                }
                Pauses.afterFailure(failures, options.longestPause());
                failures++;
            }
            if ((System.nanoTime() - began) / 1_000_000 > longest.toMillis() - wait) {
                throw new PatchDropException(0, PatchDropException.TIMEOUT, "The job has not ended within " + longest);
            }
            Pauses.sleep(wait);
            wait = Math.min(LONGEST_WAIT, wait * 3 / 2);
        }
    }

    /** The result of a job that is done. */
    public ZoomDocument result(String id) {
        return calls.get(job(id, "/result"), ZoomDocument.class);
    }

    /** Footprints of a job's chips as GeoJSON; refused if the source has no place on Earth. */
    public String chipsGeoJson(String id) {
        return new String(calls.getBytes(job(id, "/chips.geojson")), StandardCharsets.UTF_8);
    }

    /** Footprints of the patches that a job bought as GeoJSON; refused if the source has no place on Earth. */
    public String patchesGeoJson(String id) {
        return new String(calls.getBytes(job(id, "/patches.geojson")), StandardCharsets.UTF_8);
    }

    /** The scene of a job with its chips and patches, a PNG image. */
    public byte[] overlay(String id) {
        return calls.getBytes(job(id, "/overlay.png"));
    }

    /** Stops a job that runs; removes one that has ended. */
    public void delete(String id) {
        calls.delete(job(id, ""));
    }

    /** Takes no more calls. Events that are open are closed on their own; the JDK ends connections that are idle. */
    @Override
    public void close() {
        calls.close();
    }

    private static final String BINARY = "application/octet-stream";

    private static String classification(String model, Choice choice) {
        return model(model, "/classify")
                + choice.given()
                        .map(given -> "?" + given.name() + "=" + given.value())
                        .orElse("");
    }

    private static String model(String name, String what) {
        return "/models/" + encoded(name) + what;
    }

    private static String job(String id, String what) {
        return "/jobs/" + encoded(id) + what;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
