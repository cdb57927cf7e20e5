package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.runtime.zoom.PriceLists;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.http.HttpLimits;
import io.patchdrop.server.jobs.JobOptions;
import io.patchdrop.server.models.ImageOptions;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: bundles behind a REST API and a web page, until Ctrl-C. */
@Command(name = "serve", description = "Serve models: a REST API and a web page.")
final class ServeCommand implements Callable<Integer> {
    private static final String TOKEN = "PATCHDROP_TOKEN";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "[NAME=]BUNDLE",
            description =
                    "A bundle that export wrote, and what it is called (default: its file's name). May be repeated.")
    private List<String> models = List.of();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Listen at this address (default: ${DEFAULT-VALUE}). Any but this machine's own needs a token.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Listen at this port (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Serve only those who send what this file holds, as Authorization: Bearer TOKEN"
                    + " (default: the variable " + TOKEN + ", if it is set).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Answer at most so many images together (default: ${DEFAULT-VALUE}).")
    private int batch = ImageOptions.DEFAULT.batch();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Let at most so many images of a model be at work or wait (default: ${DEFAULT-VALUE}).")
    private int queue = ImageOptions.DEFAULT.most();

    @Option(
            names = "--patience",
            paramLabel = "X",
            description = "Refuse an image that would wait for others more than X times as long as it takes alone"
                    + " (default: ${DEFAULT-VALUE}).")
    private double patience = ImageOptions.DEFAULT.patience();

    @Option(
            names = "--allow",
            paramLabel = "SOURCES",
            description =
                    "Zoom into images of HOST, HOST:PORT, *.DOMAIN, https://HOST/FOLDER/ or the files of [NAME=]FOLDER;"
                            + " a host that is not public needs its address besides, such as 127.0.0.1:9000, 10.0.0.0/8 or"
                            + " localhost. May be repeated; without it there is nothing to zoom into.")
    private List<String> allowed = List.of();

    @Option(
            names = "--prices",
            paramLabel = "LIST",
            description = "What pixels cost where a request does not say it: a JSON file, or e.g."
                    + " per_gigabyte=0.09,per_request=4e-7,currency=USD.")
    private @Nullable String prices;

    @Option(
            names = "--max-chips",
            paramLabel = "N",
            description =
                    "Answer at most so many chips at once; more are to be made a job (default:" + " ${DEFAULT-VALUE}).")
    private int mostChips = SourceOptions.DEFAULT.chips();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Keep jobs there, so that they outlive the server (default: ${DEFAULT-VALUE}).")
    private Path state = Path.of("patchdrop-state");

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Run so many jobs at a time; others wait (default: ${DEFAULT-VALUE}).")
    private int jobs = 1;

    @Option(
            names = "--keep-jobs",
            paramLabel = "N",
            description = "Keep at most so many jobs, ended ones included (default: ${DEFAULT-VALUE}).")
    private int keptJobs = 500;

    @Option(
            names = "--keep-bytes",
            paramLabel = "BYTES",
            description = "Take no more jobs when they have so many bytes on disk, such as 500MB (default:"
                    + " ${DEFAULT-VALUE}).")
    private String keptBytes = "100GB";

    @Option(
            names = "--remove-oldest",
            description =
                    "When there is no room for another job, remove the oldest that has ended (otherwise the new one"
                            + " is refused).")
    private boolean removeOldest;

    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            description = "Log requests and events to stderr as ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogFormat log = LogFormat.TEXT;

    @Spec
    private CommandSpec spec;

    /** How events are logged. */
    enum LogFormat {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Read when the first event is logged.
        System.setProperty("patchdrop.log", log.toString());
        ServerOptions options = ServerOptions.of(bundles()).at(host, port);
        Optional<String> token = token();
        if (token.isPresent()) {
            options = options.withToken(token.get());
        }
        options = options.withLimits(HttpLimits.DEFAULT)
                .withImages(new ImageOptions(batch, queue, patience))
                .withSources(SourceOptions.DEFAULT
                        .withAllowed(AllowList.of(allowed))
                        .withPrices(prices == null ? PriceList.FREE : PriceLists.read(prices))
                        .withChips(mostChips))
                .withJobs(jobs());
        StopSignal stop = PatchDrop.stopSignal(spec);
        try (PatchDropServer server = PatchDropServer.start(options)) {
            spec.commandLine().getOut().println("patchdrop serves at " + server.address() + " (Ctrl-C stops it)");
            spec.commandLine().getOut().flush();
            stop.await();
        }
        return 0;
    }

    private JobOptions jobs() {
        JobOptions standard = JobOptions.in(state);
        JobOptions options = standard.atOnce(jobs).keeping(standard.waiting(), keptJobs, ByteCounts.parse(keptBytes));
        return removeOldest ? options.removingOldest() : options;
    }

    private Map<String, Path> bundles() {
        Map<String, Path> bundles = new LinkedHashMap<>();
        for (String text : models) {
            int equals = text.indexOf('=');
            Path file = Path.of(text.substring(equals + 1));
            String name = equals > 0
                    ? text.substring(0, equals)
                    : String.valueOf(file.getFileName()).replaceFirst("\\.patchdrop$", "");
            if (bundles.put(name, file) != null) {
                throw new InvalidInputException("Two models are called " + name, "write --model NAME=BUNDLE");
            }
        }
        return bundles;
    }

    private Optional<String> token() throws IOException {
        if (tokenFile == null) {
            return Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isBlank());
        }
        if (!Files.isRegularFile(tokenFile)) {
            throw new InvalidInputException("There is no file " + tokenFile, "write the token into it");
        }
        return Optional.of(Files.readString(tokenFile).strip());
    }
}
