package io.patchdrop.runtime.zoom.output;

import io.patchdrop.runtime.zoom.ChipResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Colours of classes that people with any kind of colour vision tell apart: those of Okabe and Ito, "Color Universal Design"
 * (2008), with white in the place of black. There are eight. If a model has more classes, those that occur most have colours
 * of their own and all
 * others share a grey.
 */
final class Palette {
    /** Of classes without a colour of their own. */
    static final int OTHERS = 0xB0B0B0;

    private static final List<Integer> COLOURS =
            List.of(0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0xCC79A7, 0xD55E00, 0x0072B2, 0xFFFFFF);

    private final List<Integer> ofClasses;
    private final Map<String, Integer> numbers;

    private Palette(List<Integer> ofClasses, Map<String, Integer> numbers) {
        this.ofClasses = ofClasses;
        this.numbers = numbers;
    }

    /**
     * The colours of classes.
     *
     * @param results say which occur most
     */
    static Palette of(List<String> classes, List<ChipResult> results) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < classes.size(); i++) {
            numbers.put(classes.get(i), i);
        }
        int[] counts = new int[classes.size()];
        for (ChipResult result : results) {
            int number = numberOf(result, numbers);
            if (number >= 0) {
                counts[number]++;
            }
        }
        List<Integer> byCount = IntStream.range(0, classes.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -counts[i]))
                .limit(COLOURS.size())
                .sorted()
                .toList();
        List<Integer> colours = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            int place = byCount.indexOf(i);
            colours.add(place < 0 ? OTHERS : COLOURS.get(place));
        }
        return new Palette(List.copyOf(colours), numbers);
    }

    /** {@code 0xRRGGBB} of each class, in the order of the manifest's. */
    List<Integer> colours() {
        return ofClasses;
    }

    /** {@code 0xRRGGBB} of a class. */
    int colour(int number) {
        return ofClasses.get(number);
    }

    /** Whether a class shares its colour with others. */
    boolean isShared(int number) {
        return colour(number) == OTHERS;
    }

    /** The number of the class that a chip was given, from 0; -1 if it was given none. */
    int numberOf(ChipResult result) {
        return numberOf(result, numbers);
    }

    private static int numberOf(ChipResult result, Map<String, Integer> numbers) {
        String name = result.className();
        return name == null ? -1 : numbers.getOrDefault(name, -1);
    }
}
