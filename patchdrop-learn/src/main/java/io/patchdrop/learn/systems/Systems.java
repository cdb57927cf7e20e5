package io.patchdrop.learn.systems;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All systems, in the order of the paper's tables: those that take no patch, all patches, some patches. */
public final class Systems {
    private static final List<ComparedSystem> ALL = List.of(
            new LrCnn(),
            new HrCnn(),
            new PatchDropSystem(),
            BlindSweep.random(),
            BlindSweep.central(),
            new CascadeSystem(),
            new AnytimeSystem());

    private Systems() {}

    /** Every system. */
    public static List<ComparedSystem> all() {
        return ALL;
    }

    /**
     * The systems of the names given, in the order of the tables, each once.
     *
     * @param names as in tables, in any case; {@code all} stands for every one
     * @throws InvalidInputException if there is no such system, naming the nearest
     */
    public static List<ComparedSystem> named(List<String> names) {
        List<String> wanted = new ArrayList<>();
        for (String name : names) {
            if (name.strip().equalsIgnoreCase("all")) {
                return ALL;
            }
            wanted.add(of(name.strip()).name());
        }
        return ALL.stream().filter(system -> wanted.contains(system.name())).toList();
    }

    private static ComparedSystem of(String name) {
        List<String> known = ALL.stream().map(ComparedSystem::name).toList();
        return ALL.stream()
                .filter(system -> system.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "there is no system " + name + "; nearest: "
                                + NearestName.of(name.toLowerCase(Locale.ROOT), known),
                        "systems: " + String.join(", ", known) + ", or all"));
    }
}
