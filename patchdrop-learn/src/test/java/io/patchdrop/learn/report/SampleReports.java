package io.patchdrop.learn.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A made-up run with the size and shape of a real one. */
final class SampleReports {
    static final long SEED = 7;
    private static final int GRID = 4;

    private SampleReports() {}

    static SystemResult system(String name, String stage, double accuracy, double patches) {
        return new SystemResult(name, stage, accuracy, patches, patches > 0 ? 1.4 : 0, 1, 0.412, 95, null, null);
    }

    static Results results() {
        List<SystemResult> systems = new ArrayList<>();
        systems.add(system("LR-CNN", "-", 81.12, 0));
        systems.add(system("SRGAN", "-", 82.31, 0));
        systems.add(system("KD", "-", 83.08, 0));
        systems.add(system("PCN", "-", 83.49, 0));
        systems.add(system("HR-CNN", "-", 99.51, 16));
        String[] names = {"Fixed-H", "Fixed-V", "Stochastic", "STN", "PatchDrop"};
        double[][] accuracies = {
            {57.7, 83.3, 89.9}, {58.3, 83.2, 89.7}, {39.1, 77.1, 88.6}, {56.5, 81.8, 89.8}, {93.4, 98.1, 98.9}
        };
        double[] patches = {7, 5.9, 5.2};
        String[] stages = {"Pt", "Ft-1", "Ft-2"};
        for (int i = 0; i < names.length; i++) {
            for (int stage = 0; stage < stages.length; stage++) {
                double s =
                        names[i].equals("PatchDrop") ? new double[] {4.4, 3.9, 3.64}[stage] : Math.rint(patches[stage]);
                systems.add(new SystemResult(
                        names[i],
                        stages[stage],
                        accuracies[i][stage],
                        s,
                        names[i].equals("PatchDrop") ? 1.31 : 0,
                        names[i].equals("PatchDrop") ? 1330 : 1,
                        0.731,
                        412.5,
                        null,
                        null));
            }
        }
        double[] taus = {0.5, 0.7, 0.8, 0.9, 0.95};
        double[] anytime = {86.0, 92.5, 95.1, 97.4, 98.6};
        double[] cascade = {84.0, 88.1, 90.6, 94.0, 97.9};
        for (int i = 0; i < taus.length; i++) {
            systems.add(new SystemResult("Anytime", "-", anytime[i], 0.8 + 1.1 * i, 2.2, 410, 0.5, 800, taus[i], null));
        }
        for (int i = 0; i < taus.length; i++) {
            systems.add(new SystemResult("Cascade", "-", cascade[i], 2 + 2.2 * i, 7.4, 2, 0.9, 190, taus[i], null));
        }
        return new Results("scenes", "demo", "paper", SEED, GRID * GRID, systems);
    }

    static List<EpochMetrics> curves() {
        Random random = new Random(SEED);
        List<EpochMetrics> curves = new ArrayList<>();
        for (String stage : List.of("HR-CNN", "Pt", "Ft-1")) {
            int epochs = stage.equals("Pt") ? 40 : 12;
            for (int epoch = 1; epoch <= epochs; epoch++) {
                double progress = 1 - Math.exp(-3.0 * epoch / epochs);
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("train_loss", 2.3 * (1 - progress) + 0.05 * random.nextDouble());
                if (!stage.equals("Pt")) {
                    values.put("val_loss", 2.3 * (1 - progress) + 0.1 + 0.1 * random.nextDouble());
                    values.put("train_accuracy", 20 + 79 * progress);
                }
                values.put("val_accuracy", 20 + 77 * progress + 2 * random.nextDouble());
                if (!stage.equals("HR-CNN")) {
                    values.put("reward", -0.4 + 1.3 * progress + 0.03 * random.nextGaussian());
                    values.put("patches", 8 - 4.2 * progress + 0.2 * random.nextGaussian());
                    values.put("masks", Math.rint(30 + 1300 * progress));
                    values.put("alpha", 0.7 + 0.28 * progress);
                }
                values.put("learning_rate", 1e-3);
                values.put("seconds", 11.8);
                curves.add(new EpochMetrics(stage, epoch, values));
            }
        }
        return curves;
    }

    static List<Example> examples(int count, int size) {
        Random random = new Random(SEED);
        String[] kinds = {"ring", "cross", "bar", "triangle", "square"};
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = random.nextInt(GRID * GRID);
            BufferedImage hr = scene(random, size, place);
            double[] probabilities = new double[GRID * GRID];
            boolean[] taken = new boolean[GRID * GRID];
            for (int patch = 0; patch < probabilities.length; patch++) {
                int distance = Math.abs(patch / GRID - place / GRID) + Math.abs(patch % GRID - place % GRID);
                probabilities[patch] = Math.min(0.99, 0.95 * Math.exp(-0.9 * distance) + 0.1 * random.nextDouble());
                taken[patch] = probabilities[patch] >= 0.35;
            }
            String truth = kinds[i % kinds.length];
            String answer = i % 6 == 5 ? kinds[(i + 1) % kinds.length] : truth;
            examples.add(new Example(
                    "PatchDrop Ft-2",
                    "test/" + truth + "/" + String.format(java.util.Locale.ROOT, "%05d.png", i),
                    truth,
                    answer,
                    0.6 + 0.4 * random.nextDouble(),
                    hr,
                    look(hr),
                    probabilities,
                    taken,
                    GRID,
                    GRID));
        }
        return examples;
    }

    static ReportData full() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", "patchdrop demo --out demo --seed 7");
        facts.put("machine", "Linux amd64, 2 cores, Java 17.0.15, no GPU");
        facts.put("date", "2026-01-01 12:00 UTC");
        facts.put("training images", "9,000 (1,000 more held out for validation)");
        facts.put("test images", "2,000");
        facts.put("grid", "4 x 4 patches of 16 x 16 px; HR 64 x 64, LR 16 x 16");
        return new ReportData(
                "patchdrop: scenes",
                facts,
                results(),
                curves(),
                examples(24, 64),
                List.of("3 of 12,003 images could not be read and were skipped: train/ring/00017.png and 2 more."));
    }

    /** Smooth terrain with noise, and one object in the middle of a patch. */
    static BufferedImage scene(Random random, int size, int place) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        double phase = 6 * random.nextDouble();
        float hue = random.nextFloat();
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double wave = Math.sin(phase + 5.0 * x / size) + Math.cos(phase * 2 + 4.0 * y / size);
                double light = 0.5 + 0.12 * wave + 0.04 * random.nextGaussian();
                float brightness = (float) Math.max(0, Math.min(1, light));
                image.setRGB(x, y, Color.HSBtoRGB(hue * 0.3f + 0.1f, 0.35f, brightness));
            }
        }
        int patch = size / GRID;
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0xF4E9D8));
        graphics.drawOval(
                place % GRID * patch + patch / 4, place / GRID * patch + patch / 4, Math.max(1, patch / 2), patch / 2);
        graphics.dispose();
        return image;
    }

    private static BufferedImage look(BufferedImage hr) {
        int size = Math.max(1, hr.getWidth() / 4);
        BufferedImage lr = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = lr.createGraphics();
        graphics.drawImage(hr.getScaledInstance(size, size, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return lr;
    }
}
