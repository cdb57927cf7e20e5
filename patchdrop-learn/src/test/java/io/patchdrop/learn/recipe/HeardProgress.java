package io.patchdrop.learn.recipe;

import io.patchdrop.learn.report.Results;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a comparison tells as it goes from system to system. */
public class HeardProgress implements SeededComparison.Progress {
    final List<String> lines = new ArrayList<>();

    @Override
    public void seed(int number, int total, long seed) {
        lines.add("seed " + seed + ", " + number + " of " + total);
    }

    @Override
    public void training(int number, int total, String system) {
        lines.add(system + " training");
    }

    @Override
    public void evaluating(int number, int total, String system) {
        lines.add(system + " evaluating");
    }

    @Override
    public void finishedBefore(int number, int total, String system) {
        lines.add(system + " finished before");
    }

    @Override
    public void finished(Results rows) {}
}
