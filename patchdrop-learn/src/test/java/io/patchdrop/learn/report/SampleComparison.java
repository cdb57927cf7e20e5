package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A made-up comparison of every system, as large as a real one and with accuracies like those measured on CIFAR-10. */
final class SampleComparison {
    private static final double HR = 88.3;
    private static final double LR = 74.4;

    private SampleComparison() {}

    static Results results(long seed) {
        Random random = new Random(seed);
        List<SystemResult> systems = new ArrayList<>();
        single(systems, "LR-CNN", LR, 0);
        single(systems, "HR-CNN", HR, 16);
        single(systems, "KD", 75.3, 0);
        single(systems, "PCN", 75.9, 0);
        single(systems, "SRGAN", 76.8, 0);
        single(systems, "BagNet", 84.6, 16);
        staged(systems, "Fixed-H", random, 61.7, 80.3, 83.1);
        staged(systems, "Fixed-V", random, 62.3, 80.2, 82.9);
        staged(systems, "Stochastic", random, 39.1, 77.1, 80.6);
        staged(systems, "STN", random, 60.5, 81.8, 83.8);
        staged(systems, "PatchDrop", random, 76.0, 85.1, 86.6);
        staged(systems, "BagNet+PatchDrop", random, 70.4, 83.9, 84.8);
        staged(systems, "Random", random, 47.2, 78.0, 81.4);
        staged(systems, "Central", random, 63.1, 81.2, 83.4);
        sweep(systems, "Anytime", 20, 14.5, s -> LR + 2 + 12.9 * (1 - Math.exp(-s / 2.9)), random);
        for (int i = 0; i < 10; i++) {
            double s = 9.3 * Math.pow(1 - i / 9.0, 1.4);
            systems.add(swept("Anytime", LR + 2 + 12.1 * (1 - Math.exp(-s / 3.1)), s, null, 0.005 * (i + 1)));
        }
        sweep(systems, "Cascade", 20, 16, s -> LR + (HR - LR) * (1 - Math.pow(1 - s / 16, 2.1)), random);
        for (int s = 1; s <= 15; s++) {
            systems.add(swept("Random", 31 + 57 * (1 - Math.exp(-s / 4.4)), s, null, null));
        }
        for (int s = 1; s <= 15; s++) {
            systems.add(swept("Central", 46 + 42 * (1 - Math.exp(-s / 3.9)), s, null, null));
        }
        return new Results("cifar10", "cifar10", "anytime", seed, 16, systems);
    }

    static ReportData report(SeedSummary summary) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", "patchdrop compare --preset cifar10 --data cifar10 --out compare --systems all");
        facts.put("machine", "Linux amd64, 2 cores, Java 17.0.15, no GPU");
        return new ReportData("patchdrop: cifar10", facts, summary, List.of(), List.of(), List.of());
    }

    private static void single(List<SystemResult> systems, String name, double accuracy, double patches) {
        systems.add(SampleReports.system(name, "-", accuracy, patches));
    }

    private static void staged(List<SystemResult> systems, String name, Random random, double... accuracies) {
        double[] patches = {7.2, 6.1, 5.4};
        for (int i = 0; i < 3; i++) {
            double whole = name.startsWith("Fixed") || name.equals("STN") ? Math.rint(patches[i]) : patches[i];
            String stage = List.of("Pt", "Ft-1", "Ft-2").get(i);
            double noise = 0.25 * random.nextGaussian();
            systems.add(new SystemResult(name, stage, accuracies[i] + noise, whole, 1, 40, 0.7, 412, null, null));
        }
    }

    /** As tau rises so does S, slowly at first; the last points lie close together. */
    private static void sweep(
            List<SystemResult> systems, String name, int count, double most, DoubleUnaryOperator curve, Random random) {
        for (int i = 0; i < count; i++) {
            double patches = most * Math.pow(i / (count - 1.0), 1.6) + 0.05 * random.nextDouble();
            double accuracy = curve.applyAsDouble(Math.min(16, patches)) + 0.1 * random.nextGaussian();
            double tau = Math.rint(1000 * (0.25 + 0.74 * i / (count - 1.0))) / 1000;
            systems.add(swept(name, accuracy, Math.min(16, patches), tau, null));
        }
    }

    private static SystemResult swept(
            String name, double accuracy, double patches, @Nullable Double tau, @Nullable Double lambda) {
        return new SystemResult(name, "-", accuracy, patches, 2.2, 410, 0.5, 800, tau, lambda);
    }
}
