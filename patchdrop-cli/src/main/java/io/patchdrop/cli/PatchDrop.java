package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.runtime.zoom.ZoomStoppedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code patchdrop} command. Exit 0: done; 1: failed; 2: bad input or usage; 130: stopped by Ctrl-C. */
@Command(
        name = "patchdrop",
        version = PatchDrop.VERSION,
        description = "Learns which high-resolution patches of an image are worth acquiring.",
        footer = {"", "Many images, on Apache Spark: ./patchdrop batch --help"},
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            CompareCommand.class,
            EvaluateCommand.class,
            ExportCommand.class,
            CalibrateCommand.class,
            ClassifyCommand.class,
            BenchCommand.class,
            QuoteCommand.class,
            ZoomCommand.class,
            ServeCommand.class,
            DataCommand.class
        })
public final class PatchDrop implements Runnable {
    /** Program and version, as {@code --version} prints them. */
    static final String VERSION = "patchdrop 0.1.0-SNAPSHOT";

    private static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    private static final int STOPPED = 130;

    private final StopSignal stop = new StopSignal();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean debug;

    @Option(names = "--help", usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line and leaves with its exit code. */
    public static void main(String[] arguments) {
        // libtorch's tensors have owners; the garbage collector need not hunt for forgotten ones.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        System.setProperty("java.awt.headless", "true");
        if (System.getProperty("java.class.path", "").contains("-gpu.jar")) {
            // Built with the profile gpu: JavaCPP has to be told which of its builds of libtorch is here.
            System.setProperty("org.bytedeco.javacpp.platform.extension", "-gpu");
        }
        System.exit(run(arguments));
    }

    /** Runs the command line in this process and returns its exit code. */
    static int run(String... arguments) {
        PatchDrop root = new PatchDrop();
        return root.execute(root.commandLine(), arguments);
    }

    /** As {@link #run(String...)}, with other places for results and for messages. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        PatchDrop root = new PatchDrop();
        return root.execute(root.commandLine().setOut(out).setErr(err), arguments);
    }

    private CommandLine commandLine() {
        return new CommandLine(this)
                .setParameterExceptionHandler(UsageErrors::handle)
                .setExecutionExceptionHandler(this::failure)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private int execute(CommandLine commandLine, String... arguments) {
        try (stop) {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError | LinkageError e) {
            PrintWriter err = commandLine.getErr();
            if (debug) {
                e.printStackTrace(err);
            }
            String remedy = e instanceof OutOfMemoryError
                    ? "give Java more: PATCHDROP_JAVA_OPTIONS=-Xmx8g"
                    : "a native library does not run here; --debug tells more";
            err.println("patchdrop: " + firstLine(e) + " (" + remedy + ")");
            return FAILED;
        }
    }

    /** Tells the running command whether Ctrl-C or SIGTERM asked it to stop. */
    static StopSignal stopSignal(CommandLine.Model.CommandSpec command) {
        return ((PatchDrop) command.root().userObject()).stop;
    }

    @Override
    public void run() {
        throw UsageErrors.missingCommand(spec);
    }

    private int failure(Exception e, CommandLine commandLine, ParseResult result) {
        PrintWriter err = commandLine.getErr();
        if (debug) {
            e.printStackTrace(err);
        }
        if (e instanceof InvalidInputException) {
            err.println("patchdrop: " + firstLine(e));
            return BAD_INPUT;
        }
        if (e instanceof TrainingStoppedException) {
            err.println("patchdrop: " + firstLine(e) + "; what was done is saved (go on " + again(commandLine) + ")");
            return STOPPED;
        }
        if (e instanceof ZoomStoppedException) {
            err.println("patchdrop: stopped; with --out, what was bought is kept (go on with the same command)");
            return STOPPED;
        }
        if (e instanceof ByteSourceException source) {
            err.println("patchdrop: " + firstLine(e) + " (" + UsageErrors.remedy(source.problem()) + ")");
            return BAD_INPUT;
        }
        if (e instanceof UnusableImageException) {
            err.println("patchdrop: " + firstLine(e)
                    + " (give a tiled TIFF, as gdal_translate -of COG makes it, an IIIF image or a STAC Item)");
            return BAD_INPUT;
        }
        if (e instanceof UncheckedIOException) {
            err.println("patchdrop: " + firstLine(e) + " (check the disk and its free space, then go on "
                    + again(commandLine) + ")");
            return FAILED;
        }
        err.println("patchdrop: " + firstLine(e) + " (run again with --debug for details)");
        return FAILED;
    }

    /** How a command that was cut off is taken up again. */
    private static String again(CommandLine commandLine) {
        boolean resumes = commandLine.getCommandSpec().findOption("--resume") != null;
        return resumes ? "with --resume" : "with the same command";
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
