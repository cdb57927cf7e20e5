package io.patchdrop.spark;

import io.patchdrop.spark.allocation.Cell;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who buys a step in a round.
 *
 * @param whole cells of which each image buys, each as [step, bin, unit]
 * @param part cell of which only images up to a number buy; empty if there is none
 * @param last that number
 * @param inputs how many buy
 * @param price of what they buy
 */
record RoundPlan(Set<List<Integer>> whole, List<Integer> part, long last, long inputs, double price)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether an image buys. */
    boolean buys(int step, int bin, int unit, long number) {
        List<Integer> cell = List.of(step, bin, unit);
        return whole.contains(cell) || (number <= last && part.equals(cell));
    }

    static List<Integer> numbers(Cell cell) {
        return List.of(cell.step(), cell.bin(), cell.unit());
    }

    /** The same for JSON. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cells", new ArrayList<>(whole));
        fields.put("part", part);
        fields.put("last", last);
        fields.put("inputs", inputs);
        fields.put("price", price);
        return fields;
    }

    /** A plan that {@link #fields} gave. */
    static RoundPlan of(Map<?, ?> fields) {
        Set<List<Integer>> whole = new HashSet<>();
        for (Object cell : Stored.list(fields, "cells")) {
            whole.add(integers((List<?>) cell));
        }
        return new RoundPlan(
                whole,
                integers(Stored.list(fields, "part")),
                Stored.number(fields, "last").longValue(),
                Stored.number(fields, "inputs").longValue(),
                Stored.number(fields, "price").doubleValue());
    }

    private static List<Integer> integers(List<?> list) {
        List<Integer> integers = new ArrayList<>();
        for (Object number : list) {
            integers.add(((Number) number).intValue());
        }
        return integers;
    }
}
