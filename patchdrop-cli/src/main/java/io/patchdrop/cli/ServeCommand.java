package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.http.HttpLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
    private int batch = 32;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Let at most so many images of a model be at work or wait (default: ${DEFAULT-VALUE}).")
    private int queue = 256;

    @Option(
            names = "--patience",
            paramLabel = "X",
            description = "Refuse an image that would wait for others more than X times as long as it takes alone"
                    + " (default: ${DEFAULT-VALUE}).")
    private double patience = 2.5;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.of(bundles()).at(host, port);
        Optional<String> token = token();
        if (token.isPresent()) {
            options = options.withToken(token.get());
        }
        options = options.withLimits(HttpLimits.DEFAULT).withImages(batch, queue, patience);
        StopSignal stop = PatchDrop.stopSignal(spec);
        try (PatchDropServer server = PatchDropServer.start(options)) {
            spec.commandLine().getOut().println("patchdrop serves at " + server.address() + " (Ctrl-C stops it)");
            spec.commandLine().getOut().flush();
            stop.await();
        }
        return 0;
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
