package io.patchdrop.cli;

import io.patchdrop.core.NearestName;
import io.patchdrop.imagery.bytes.ByteSourceException;
import java.util.Collection;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line. */
final class UsageErrors {
    private static final int EXIT_CODE = 2;

    private UsageErrors() {}

    /** Prints the line. */
    static int handle(ParameterException e, String[] arguments) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String help = "see " + command.qualifiedName() + " --help";
        e.getCommandLine().getErr().println("patchdrop: " + message(e, command, help));
        return EXIT_CODE;
    }

    /** A command that only holds others was called without one of them. */
    static ParameterException missingCommand(CommandSpec spec) {
        String place = prefix(spec).isEmpty() ? "" : " after " + prefix(spec).strip();
        String names = String.join(", ", spec.subcommands().keySet());
        return new ParameterException(spec.commandLine(), "a command is missing" + place + ": " + names);
    }

    private static String message(ParameterException e, CommandSpec command, String help) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                String name = argument.replaceFirst("=.*", "");
                return "there is no option " + prefix(command) + name
                        + nearest(name, command.optionsMap().keySet(), help);
            }
            if (!command.subcommands().isEmpty()) {
                return "there is no command " + prefix(command) + argument
                        + nearest(argument, command.subcommands().keySet(), help);
            }
            return "there is one argument too many, " + argument + " (" + help + ")";
        }
        String text = String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("the command line cannot be read")
                .replaceFirst("^Error: ", ""); // picocli begins some of its messages so
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) + " (" + help + ")";
    }

    /** What stands between {@code patchdrop} and the next word: nothing, or {@code "data info "}. */
    private static String prefix(CommandSpec command) {
        String root = command.root().name();
        return (command.qualifiedName() + " ").substring(root.length() + 1);
    }

    private static String nearest(String name, Collection<String> valid, String help) {
        return " (nearest: " + NearestName.of(name, valid) + "; " + help + ")";
    }

    /** What to do about bytes that cannot be had. */
    static String remedy(ByteSourceException.Problem problem) {
        return switch (problem) {
            case NOT_FOUND -> "check the path or address";
            case FORBIDDEN -> "give an address that is signed anew, or --header Authorization:...";
            case UNAVAILABLE -> "try again later; with --out, what was bought is kept";
            case NO_RANGES -> "put the file on a server that answers range requests, or download it";
            case BAD_ANSWER -> "the server or a proxy is at fault; download the file and give its path";
            case CHANGED -> "the file is another one now: begin anew, with another --out";
            case BAD_ADDRESS -> "give a path, or an http:// or https:// address";
        };
    }
}
