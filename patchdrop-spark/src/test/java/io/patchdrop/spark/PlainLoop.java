package io.patchdrop.spark;

import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What a batch is measured against: the same files through the same model by as many threads, each of which reads, decodes and
 * classifies 64 images at a time, without Spark. Arguments: bundle, folder, threads. Prints seconds, from the loaded model to the
 * last answer.
 */
final class PlainLoop {
    private static final int TOGETHER = 64;

    private PlainLoop() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int threads = Integer.parseInt(arguments[2]);
        RuntimeOptions options =
                RuntimeOptions.defaults().withThreads(1).withCalls(threads).withBatch(TOGETHER);
        try (PatchDropModel model = PatchDropModel.load(Path.of(arguments[0]), options)) {
            long start = System.nanoTime();
            List<String> files;
            try (Stream<Path> found = Files.walk(Path.of(arguments[1]))) {
                files = found.filter(Files::isRegularFile)
                        .map(Path::toString)
                        .sorted()
                        .toList();
            }
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<Long>> parts = new ArrayList<>();
            for (int i = 0; i < files.size(); i += TOGETHER) {
                List<String> part = files.subList(i, Math.min(files.size(), i + TOGETHER));
                parts.add(pool.submit(() -> patches(model, part)));
            }
            long patches = 0;
            for (Future<Long> part : parts) {
                patches += part.get();
            }
            pool.shutdown();
            System.out.printf(
                    "%d images, %d patches, %.2f s%n", files.size(), patches, (System.nanoTime() - start) / 1e9);
        }
    }

    private static long patches(PatchDropModel model, List<String> files) throws IOException {
        List<RgbImage> images = new ArrayList<>(files.size());
        for (String file : files) {
            images.add(model.decode(Files.readAllBytes(Path.of(file))));
        }
        long patches = 0;
        for (Answer answer : model.classify(images)) {
            patches += answer.purchases().length;
        }
        return patches;
    }
}
