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

/** A plan as text: a line {@code REQUESTS BYTES} of what looking took, then a line for each chip with its patches. */
final class PlanFile {
    private static final String REMEDY = "give another folder, or delete the file";

    private PlanFile() {}

    static void write(Path file, Plan plan) throws IOException {
        AtomicFile.write(file, out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            text.write(plan.spent().requests() + " " + plan.spent().bytes() + "\n");
            for (int patches : plan.patches()) {
                text.write(patches + "\n");
            }
            text.flush();
        });
    }

    /** @throws InvalidInputException if it is no plan */
    static Plan read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String[] spent = String.valueOf(lines.readLine()).split(" ", -1);
            if (spent.length != 2) {
                throw new NumberFormatException("of " + spent.length + " numbers");
            }
            List<Integer> patches = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                patches.add(Integer.parseUnsignedInt(line));
            }
            Cost cost = new Cost(Long.parseUnsignedLong(spent[0]), Long.parseUnsignedLong(spent[1]), true);
            return new Plan(cost, patches);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + " is no plan of a zoom", REMEDY, e);
        }
    }
}
