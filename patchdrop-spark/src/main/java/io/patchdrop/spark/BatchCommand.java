package io.patchdrop.spark;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.bytes.HttpOptions;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.zoom.PriceLists;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code batch}: answers many images on Spark, of this machine unless {@code spark-submit} says otherwise. Exit 0: done, images
 * that cannot be read are in the output; 1: failed; 2: bad input or usage; 130: stopped by Ctrl-C.
 */
@Command(
        name = "batch",
        description = "Classify many images on Apache Spark: one row of Parquet for each, errors in their own rows.")
public final class BatchCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "BUNDLE", description = "A bundle that export wrote.")
    private Path model = Path.of("");

    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description = "A folder, a pattern such as 'folder/*.png', a list of locations (.txt), a table (.csv,"
                    + " .parquet), a tiled TIFF, a STAC Item, or an http(s) address.")
    private String input = "";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "Folder of the answers. The same command goes on where it was interrupted.")
    private String output = "";

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The column of a table that holds locations or bytes (default: location).")
    private @Nullable String column;

    @Option(
            names = "--chip",
            paramLabel = "PX",
            description =
                    "Cut images into squares of so many pixels, a row for each (default: the central square of each).")
    private int chip;

    @ArgGroup
    private @Nullable Rule rule;

    /** How many patches an image may buy. */
    static final class Rule {
        @Option(
                names = "--budget",
                paramLabel = "S",
                description = "Take the S patches of highest score (default: what the bundle decides).")
        private @Nullable Integer patches;

        @Option(names = "--tau", paramLabel = "T", description = "Buy until the answer is so sure, above 0 to 1.")
        private @Nullable Double tau;

        @Option(
                names = "--max-price",
                paramLabel = "TOTAL",
                description = "Pay at most so much for all images together, and spend it where it helps most.")
        private @Nullable Double maxPrice;

        private Optional<Budget> budget() {
            if (patches != null) {
                return Optional.of(Budget.patches(patches));
            }
            return tau == null ? Optional.empty() : Optional.of(Budget.confidence(tau));
        }
    }

    @Option(
            names = "--prices",
            paramLabel = "LIST",
            description = "What pixels cost: a JSON file, or e.g. per_gigabyte=0.09,per_request=4e-7,currency=USD"
                    + " (default: nothing, or with --max-price 1 for each patch).")
    private @Nullable String prices;

    @Option(
            names = "--asset",
            paramLabel = "KEY",
            description = "The asset of a STAC Item to take, by its key or role (default: the one with the pixels).")
    private String asset = "";

    @Option(
            names = "--bands",
            paramLabel = "N,N,N",
            split = ",",
            description = "Bands of a TIFF to take as red, green and blue, from 1 (default: the first three).")
    private List<Integer> bands = new ArrayList<>();

    @Option(
            names = "--rescale",
            paramLabel = "MIN,MAX",
            split = ",",
            description = "Values that become black and white, once or once for each band (default: the range of the"
                    + " type).")
    private List<Double> rescale = new ArrayList<>();

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            description = "A header for each request, such as Authorization. May be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Requests that one executor has under way at a time at most (default: ${DEFAULT-VALUE}).")
    private int connections = Access.DEFAULT.connections();

    @Option(
            names = "--slice",
            paramLabel = "N",
            description = "Inputs that are committed together (default: by their number, 4096 to 65536).")
    private int slice;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write a summary as JSON to this file, or to stdout for -.")
    private @Nullable String json;

    @Option(names = "--debug", description = "Show stack traces of errors.")
    private boolean debug;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs the command and, unless it went well under a cluster's own launcher, leaves with its exit code. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new BatchCommand());
        int code = run(line.getOut(), line.getErr(), arguments);
        // A driver in a cluster has to return from here, or its manager takes the end of the process for a failure.
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the command in this process and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        BatchCommand command = new BatchCommand();
        return new CommandLine(command)
                .setCommandName("patchdrop batch")
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(BatchFailures::usage)
                .setExecutionExceptionHandler((e, line, result) -> BatchFailures.report(e, line, command.debug))
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        BatchRequest request = request();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long start = System.nanoTime();
        boolean shared = SparkSession.getActiveSession().isDefined();
        SparkSession running = spark();
        try (BatchProgress progress = new BatchProgress(err)) {
            double started = seconds(start);
            BatchSummary summary = BatchJob.run(running, request, progress);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("output", output);
            fields.putAll(summary.fields());
            fields.put("currency", request.options().prices().currency());
            fields.put("start_seconds", started);
            fields.put("seconds", seconds(start));
            write(new String(Json.pretty(fields), StandardCharsets.UTF_8), out);
            if (!"-".equals(json)) {
                out.print(BatchText.of(summary, request.options().prices().currency(), output));
                out.flush();
            }
        } finally {
            if (!shared) {
                running.stop();
            }
        }
        return 0;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static SparkSession spark() {
        SparkConf settings = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder().appName("patchdrop batch");
        if (!settings.contains("spark.master")) {
            // Not under spark-submit: here, without a page of its own and without a farewell to other machines.
            builder = builder.master("local[*]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.host", "localhost")
                    .config("spark.sql.shuffle.partitions", "8");
        }
        return builder.getOrCreate();
    }

    private BatchRequest request() throws IOException {
        Map<String, String> named = new LinkedHashMap<>();
        for (String line : headers) {
            Map.Entry<String, String> header = HttpOptions.header(line);
            named.put(header.getKey(), header.getValue());
        }
        if (connections < 1 || connections > 256) {
            throw new InvalidInputException("--connections is " + connections, "give a number from 1 to 256");
        }
        if (rescale.size() % 2 != 0) {
            throw new InvalidInputException("--rescale has an odd number of values", "write --rescale MIN,MAX");
        }
        Access access = new Access(named, connections, Access.DEFAULT.gap(), bands, rescale, asset);
        boolean limited = rule != null && rule.maxPrice != null;
        ClassifyOptions options = ClassifyOptions.of(model).with(prices(limited), access);
        if (rule != null && rule.budget().isPresent()) {
            options = options.withBudget(rule.budget().get());
        }
        OptionalDouble maxPrice =
                rule == null || rule.maxPrice == null ? OptionalDouble.empty() : OptionalDouble.of(rule.maxPrice);
        return new BatchRequest(input, Optional.ofNullable(column), chip, output, options, maxPrice, slice);
    }

    private Prices prices(boolean limited) throws IOException {
        if (prices == null) {
            return limited ? Prices.PATCHES : Prices.FREE;
        }
        return Prices.of(PriceLists.read(prices));
    }

    private void write(String text, PrintWriter out) {
        if (json == null) {
            return;
        }
        if (json.equals("-")) {
            out.print(text);
            out.flush();
            return;
        }
        try {
            AtomicFile.writeText(Path.of(json), text);
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + json, "give --json a file you may write to", e);
        }
    }
}
