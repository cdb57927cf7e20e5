package io.patchdrop.cli;

import io.patchdrop.cli.Benchmark.Row;
import io.patchdrop.core.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code bench}: latency and throughput with each number of patches, against the same model without dropping. */
@Command(
        name = "bench",
        description = "Time a bundle with each number of patches, and without dropping: latency and throughput.")
final class BenchCommand implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();

    @Option(names = "--model", required = true, paramLabel = "BUNDLE", description = "A bundle that export wrote.")
    private Path model = Path.of("");

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Images of a call (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: all processors).")
    private @Nullable Integer threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "Time to take, warm-up included (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        requirePositive("--batch", batch);
        requirePositive("--seconds", seconds);
        int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        requirePositive("--threads", used);
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().getErr().println("measuring for " + seconds + " s, " + Machine.processor());
        spec.commandLine().getErr().flush();
        Benchmark.Times times = Benchmark.run(model, batch, used, seconds);
        json.write(json(times, used), out);
        if (!json.takesStdout()) {
            print(times, used, out);
        }
        return 0;
    }

    private static void requirePositive(String option, double value) {
        if (!(value > 0 && value < 1e6)) {
            throw new InvalidInputException(option + " is " + value, "give a number above 0");
        }
    }

    private String json(Benchmark.Times times, int used) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            generator.writeNumberProperty("threads", used);
            generator.writeNumberProperty("batch", batch);
            generator.writeArrayPropertyStart("rows");
            times.rows().forEach(row -> write(generator, row));
            generator.writeEndArray();
            generator.writeName("dense");
            write(generator, times.dense());
            generator.writeEndObject();
        }
        return text + "\n";
    }

    private void write(JsonGenerator generator, Row row) {
        double median = Row.percentile(row.total(), 0.5);
        generator.writeStartObject();
        generator.writeNumberProperty("patches", row.patches());
        generator.writeNumberProperty("images_per_second", rounded(batch / median * 1000));
        generator.writeNumberProperty("p50_ms", rounded(median));
        generator.writeNumberProperty("p99_ms", rounded(Row.percentile(row.total(), 0.99)));
        generator.writeNumberProperty("look_ms", rounded(Row.percentile(row.look(), 0.5)));
        generator.writeNumberProperty("classifier_ms", rounded(Row.percentile(row.classifier(), 0.5)));
        generator.writeNumberProperty("calls", row.total().size());
        generator.writeEndObject();
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(4)).doubleValue();
    }

    private void print(Benchmark.Times times, int used, PrintWriter out) {
        out.println("Patches  Images/s    p50 ms    p99 ms   look ms  classifier ms");
        for (Row row : times.rows()) {
            out.println(line(Integer.toString(row.patches()), row));
        }
        out.println(line("dense", times.dense()));
        out.println("Calls of " + batch + " images, " + used
                + " threads; p50 and p99 are of whole calls, look and classifier"
                + " the medians of their graphs alone. dense: whole images, the HR classifier alone.");
        out.flush();
    }

    private String line(String name, Row row) {
        double median = Row.percentile(row.total(), 0.5);
        return String.format(
                Locale.ROOT,
                "%7s  %8.1f  %8.3f  %8.3f  %8.3f  %13.3f",
                name,
                batch / median * 1000,
                median,
                Row.percentile(row.total(), 0.99),
                Row.percentile(row.look(), 0.5),
                Row.percentile(row.classifier(), 0.5));
    }
}
