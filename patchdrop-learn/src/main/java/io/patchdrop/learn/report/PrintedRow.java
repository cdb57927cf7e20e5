package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a table prints as one row: a result, or neighbours that differ in their setting alone, such as all confidences at
 * which no image takes a patch.
 *
 * @param name the system with its setting, such as {@code Anytime (tau=0.5)} or {@code Anytime (tau=0.3 to 0.5)}
 * @param entries where they stand in {@link SeedSummary#systems}; at least one
 */
record PrintedRow(String name, List<Integer> entries) {
    /**
     * All results, in their order.
     *
     * @param decimals of accuracy and S as they are printed
     */
    static List<PrintedRow> of(SeedSummary summary, int decimals) {
        List<SystemSummary> systems = summary.systems();
        List<PrintedRow> rows = new ArrayList<>();
        for (int start = 0, end; start < systems.size(); start = end) {
            SystemSummary first = systems.get(start);
            end = start + 1;
            while (end < systems.size() && printsAs(first, systems.get(end), decimals)) {
                end++;
            }
            List<Integer> entries = new ArrayList<>();
            for (int entry = start; entry < end; entry++) {
                entries.add(entry);
            }
            String name = first.mean().nameWithSettings(systems.get(end - 1).mean());
            rows.add(new PrintedRow(name, List.copyOf(entries)));
        }
        return rows;
    }

    /** The entry whose numbers stand for all. */
    int first() {
        return entries.get(0);
    }

    private static boolean printsAs(SystemSummary one, SystemSummary other, int decimals) {
        Sweep.Setting setting = Sweep.Setting.of(one.mean());
        return setting != Sweep.Setting.PATCHES
                && setting == Sweep.Setting.of(other.mean())
                && one.mean().name().equals(other.mean().name())
                && one.mean().stage().equals(other.mean().stage())
                && one.accuracy().text(decimals).equals(other.accuracy().text(decimals))
                && one.patches(decimals).equals(other.patches(decimals));
    }
}
