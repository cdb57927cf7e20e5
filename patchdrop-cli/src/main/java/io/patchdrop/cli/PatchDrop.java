package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.stages.TrainingStoppedException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code patchdrop} command. Exit 0: done; 1: failed; 2: bad input or usage; 130: stopped by Ctrl-C. */
@Command(
        name = "patchdrop",
        version = "patchdrop 0.1.0-SNAPSHOT",
        description = "Learns which high-resolution patches of an image are worth acquiring.",
        subcommands = {DemoCommand.class, TrainCommand.class, EvaluateCommand.class, DataCommand.class})
public final class PatchDrop implements Runnable {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final int STOPPED = 130;

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
        CommandLine commandLine = new CommandLine(root)
                .setParameterExceptionHandler(PatchDrop::usageError)
                .setExecutionExceptionHandler(root::failure)
                .setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int usageError(CommandLine.ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println("patchdrop: " + firstLine(e) + " (see " + command + " --help)");
        return BAD_INPUT;
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
            err.println("patchdrop: " + firstLine(e) + "; what was done is saved (go on with --resume)");
            return STOPPED;
        }
        err.println("patchdrop: " + firstLine(e) + " (run again with --debug for details)");
        return FAILED;
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }
}
