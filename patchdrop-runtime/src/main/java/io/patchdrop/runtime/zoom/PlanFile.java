package io.patchdrop.runtime.zoom;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.source.Cost;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as text: a line {@code REQUESTS BYTES} of what looking took, one of what everything would take, then a line for each
 * chip with its patches.
 */
final class PlanFile {
    private static final String REMEDY = "give another folder, or delete the file";

    private PlanFile() {}

    static void write(Path file, Plan plan) throws IOException {
        AtomicFile.write(file, out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            text.write(line(plan.spent()));
            text.write(line(plan.full()));
            for (int patches : plan.patches()) {
                text.write(patches + "\n");
            }
            text.flush();
        });
    }

    /** @throws InvalidInputException if it is no plan */
    static Plan read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            Cost spent = cost(lines.readLine());
            Cost full = cost(lines.readLine());
            List<Integer> patches = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                patches.add(Integer.parseUnsignedInt(line));
            }
            return new Plan(spent, full, patches);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + " is no plan of a zoom", REMEDY, e);
        }
    }

    private static String line(Cost cost) {
        return cost.requests() + " " + cost.bytes() + "\n";
    }

    private static Cost cost(@Nullable String line) {
        String[] numbers = String.valueOf(line).split(" ", -1);
        if (numbers.length != 2) {
            throw new NumberFormatException("of " + numbers.length + " numbers");
        }
        return new Cost(Long.parseUnsignedLong(numbers[0]), Long.parseUnsignedLong(numbers[1]), true);
    }
}
