package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.scenes.SceneGenerator;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The built-in scenes as a data set: {@code scenes} (seed 0) or {@code scenes:SEED}. */
final class ScenesLayout {
    static final String NAME = "scenes";

    /** Images of the splits, each a multiple of the number of classes and so with equally many of each. */
    static final Map<SplitName, Integer> SIZES =
            Map.of(SplitName.TRAIN, 8000, SplitName.VALIDATION, 800, SplitName.TEST, 2000);

    private ScenesLayout() {}

    static boolean matches(String location) {
        return location.equals(NAME) || location.startsWith(NAME + ":");
    }

    static Listing list(String location, int workers) {
        long seed = seed(location);
        SceneGenerator generator = new SceneGenerator(seed);
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            splits.put(split, entries(NAME + ":" + seed, generator, split, SIZES.getOrDefault(split, 0), workers));
        }
        return new Listing("built-in scenes", NAME, SceneGenerator.classNames(), splits);
    }

    private static List<Entry> entries(
            String location, SceneGenerator generator, SplitName split, int count, int workers) {
        Entry[] entries = new Entry[count];
        Parallel.forEach(count, workers, i -> {
            String name = String.format(Locale.ROOT, "%s/%s/%06d", location, split.folder(), i);
            int label = generator.draw(split.folder(), i).label();
            long size = 3L * SceneGenerator.SIZE * SceneGenerator.SIZE;
            entries[i] = new Entry(name, label, size, new SceneImage(generator, split, i));
        });
        return Arrays.asList(entries);
    }

    private static long seed(String location) {
        if (location.equals(NAME)) {
            return 0;
        }
        try {
            return Long.parseLong(location.substring(NAME.length() + 1));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "the seed of " + location + " is not a whole number", "give for example scenes:7", e);
        }
    }
}
