package io.patchdrop.server.models;

import io.patchdrop.core.Budget;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.Look;
import io.patchdrop.runtime.PatchDropModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers together what arrives together: while a batch is computed the next one gathers. Nothing waits for company, so a
 * single image is answered as quickly as the model can.
 */
final class Batcher implements AutoCloseable {
    private final PatchDropModel model;
    private final int most;
    private final Listener listener;
    /** Bounded by {@link Admission}. */
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();

    private final Thread worker;

    /** Is told of each batch, by the thread that answered it. */
    interface Listener {
        void answered(int questions, long nanoseconds);
    }

    /** What waits. */
    private sealed interface Entry {}

    private sealed interface Question<T> extends Entry {
        RgbImage image();

        CompletableFuture<T> reply();
    }

    private record Classification(RgbImage image, Budget budget, CompletableFuture<Answer> reply)
            implements Question<Answer> {}

    private record Glance(RgbImage image, CompletableFuture<Look> reply) implements Question<Look> {}

    /** Ends the worker; the last there is. */
    private record End() implements Entry {}

    /**
     * Begins.
     *
     * @param most questions that are answered together, at least 1
     */
    Batcher(String name, PatchDropModel model, int most, Listener listener) {
        this.model = model;
        this.most = most;
        this.listener = listener;
        this.worker = new Thread(this::work, "patchdrop-" + name);
        this.worker.setDaemon(true);
        this.worker.start();
    }

    /**
     * Classifies an image.
     *
     * @param image of the model's size
     * @param budget that fits the model
     */
    CompletableFuture<Answer> classify(RgbImage image, Budget budget) {
        Classification question = new Classification(image, budget, new CompletableFuture<>());
        waiting.add(question);
        return question.reply();
    }

    /**
     * Looks at an image.
     *
     * @param image of the model's size
     */
    CompletableFuture<Look> look(RgbImage image) {
        Glance question = new Glance(image, new CompletableFuture<>());
        waiting.add(question);
        return question.reply();
    }

    private void work() {
        List<Entry> batch = new ArrayList<>(most);
        boolean ended = false;
        while (!ended) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                return;
            }
            waiting.drainTo(batch, most - 1);
            ended = answer(batch);
        }
    }

    private boolean answer(List<Entry> batch) {
        List<Classification> classifications = new ArrayList<>();
        List<Glance> glances = new ArrayList<>();
        boolean ended = false;
        for (Entry entry : batch) {
            if (entry instanceof Classification classification) {
                classifications.add(classification);
            } else if (entry instanceof Glance glance) {
                glances.add(glance);
            } else {
                ended = true;
            }
        }
        answerAll(
                classifications,
                images -> model.classify(
                        images,
                        classifications.stream().map(Classification::budget).toList()));
        answerAll(glances, model::look);
        return ended;
    }

    private interface Answering<T> {
        List<T> answer(List<RgbImage> images);
    }

    private <T> void answerAll(List<? extends Question<T>> questions, Answering<T> answering) {
        if (questions.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        try {
            List<T> replies =
                    answering.answer(questions.stream().map(Question::image).toList());
            listener.answered(questions.size(), System.nanoTime() - start);
            for (int i = 0; i < questions.size(); i++) {
                questions.get(i).reply().complete(replies.get(i));
            }
        } catch (RuntimeException | Error e) {
            questions.forEach(question -> question.reply().completeExceptionally(e));
        }
    }

    /** Answers what was asked, then ends. Nothing may be asked any more. */
    @Override
    public void close() {
        waiting.add(new End());
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
