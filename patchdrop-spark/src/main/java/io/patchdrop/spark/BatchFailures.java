package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what went wrong. */
final class BatchFailures {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final int STOPPED = 130;

    private BatchFailures() {}

    /** Prints what is wrong with the command line. */
    static int usage(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        String help = "see " + line.getCommandName() + " --help";
        String text;
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
            text = unmatched.isUnknownOption()
                    ? "there is no option batch " + argument + " (nearest: "
                            + NearestName.of(
                                    argument, line.getCommandSpec().optionsMap().keySet())
                            + "; " + help + ")"
                    : "there is one argument too many, " + argument + " (" + help + ")";
        } else {
            String message = firstLine(e).replaceFirst("^Error: ", ""); // picocli begins some of its messages so
            text = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + " (" + help + ")";
        }
        line.getErr().println("patchdrop: " + text);
        return BAD_INPUT;
    }

    /** Prints why the command failed; its exit code. */
    static int report(Exception e, CommandLine line, boolean debug) {
        if (debug) {
            e.printStackTrace(line.getErr());
        }
        if (e instanceof InvalidInputException) {
            line.getErr().println("patchdrop: " + firstLine(e));
            return BAD_INPUT;
        }
        if (e instanceof BatchStoppedException) {
            line.getErr().println("patchdrop: stopped; what was committed is kept (go on with the same command)");
            return STOPPED;
        }
        line.getErr()
                .println("patchdrop: " + firstLine(e)
                        + " (what was committed is kept: go on with the same command, or see --debug)");
        return FAILED;
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
