package io.patchdrop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What one must know of the machine to judge times and repeat results. */
final class Machine {
    private Machine() {}

    /** The command line that a command was called with, date and machine, for a report. */
    static Map<String, String> facts(CommandSpec spec) {
        List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
        return facts("patchdrop " + String.join(" ", arguments));
    }

    /** Command, date and machine, for a report. */
    static Map<String, String> facts(String command) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Command", command);
        facts.put("Date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put(
                "Machine",
                processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                        + System.getProperty("java.version"));
        return facts;
    }

    /** Whether a person watches stderr; the launcher knows, Java does not. */
    static boolean showsProgressBars() {
        return Boolean.getBoolean("patchdrop.terminal");
    }

    /** The name of the processor, as far as it is known. */
    static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        if (Files.isReadable(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
