package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConcurrencyTest {
    private static final int THREADS = 8;

    private final Path folder;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    ConcurrencyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void callsAtTheSameTimeGetTheirOwnAnswers() throws Exception {
        for (LinearModel linear : List.of(LinearModel.patchLocal(), LinearModel.dense())) {
            for (int calls : new int[] {2, THREADS}) {
                RuntimeOptions options = TinyModels.options().withBatch(4).withCalls(calls);
                try (PatchDropModel model = TinyModels.load(linear, folder, options)) {
                    answersAreEqual(linear, model);
                }
            }
        }
    }

    private void answersAreEqual(LinearModel linear, PatchDropModel model) throws Exception {
        List<RgbImage> images = TinyModels.images(linear, 16);
        List<Budget> budgets =
                List.of(Budget.policy(), Budget.confidence(0.8), Budget.price(0.02, 1), Budget.patches(5));
        List<List<Answer>> alone =
                budgets.stream().map(budget -> model.classify(images, budget)).toList();
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            work.add(() -> {
                for (int round = 0; round < 40; round++) {
                    int which = (first + round) % budgets.size();
                    int start = (first * 5 + round) % 12;
                    int count = 1 + (first + round) % 4;
                    List<Answer> answers = model.classify(images.subList(start, start + count), budgets.get(which));
                    for (int i = 0; i < count; i++) {
                        Answer expected = alone.get(which).get(start + i);
                        assertThat(answers.get(i).purchases()).isEqualTo(expected.purchases());
                        assertThat(answers.get(i).probabilities())
                                .containsExactly(expected.probabilities(), within(1e-5f));
                    }
                }
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
    }

    /** A source that waits in the middle of a call until it is told to go on. */
    private static final class WaitingSource implements PatchSource {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public byte[] look() throws IOException {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new byte[108];
        }

        @Override
        public byte[] patch(int patch) {
            return new byte[48];
        }
    }

    @Test
    void closingWaitsForTheCallUnderWayAndRefusesLaterOnes() throws Exception {
        PatchDropModel model = TinyModels.load(LinearModel.dense(), folder, TinyModels.options());
        WaitingSource source = new WaitingSource();
        Future<Answer> call = threads.submit(() -> model.classify(source, Budget.patches(9)));
        source.inside.await();
        AtomicReference<Thread> closer = new AtomicReference<>();
        Future<?> closing = threads.submit(() -> {
            closer.set(Thread.currentThread());
            model.close();
        });
        waitUntilBlocked(closer);
        assertThat(closing.isDone()).isFalse();
        source.goOn.countDown();
        assertThat(call.get().purchases()).hasSize(9);
        closing.get();
        assertThatThrownBy(() -> model.classify(TinyModels.image(LinearModel.dense(), 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
        assertThatThrownBy(() -> model.look(TinyModels.images(LinearModel.dense(), 1)))
                .isInstanceOf(IllegalStateException.class);
        model.close();
    }

    private static void waitUntilBlocked(AtomicReference<Thread> thread) throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            Thread found = thread.get();
            if (found != null && found.getState() == Thread.State.WAITING) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(Duration.ofMillis(5).toMillis());
        }
        throw new AssertionError("close() did not wait");
    }

    @Test
    void closingWhileManyCallNeverBreaksACall() throws Exception {
        LinearModel linear = LinearModel.patchLocal();
        List<RgbImage> images = TinyModels.images(linear, 6);
        for (int round = 0; round < 5; round++) {
            PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options());
            List<Future<Integer>> callers = new ArrayList<>();
            CountDownLatch started = new CountDownLatch(4);
            for (int caller = 0; caller < 4; caller++) {
                callers.add(threads.submit(() -> {
                    int answered = 0;
                    started.countDown();
                    try {
                        while (true) {
                            answered += model.classify(images).size();
                        }
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessage("the model is closed");
                        return answered;
                    }
                }));
            }
            started.await();
            TimeUnit.MILLISECONDS.sleep(20);
            model.close();
            for (Future<Integer> caller : callers) {
                assertThat(caller.get() % images.size()).isZero();
            }
        }
    }

    @Test
    void aSourceMayNotCallTheModelThatAsksIt() throws Exception {
        PatchDropModel model = TinyModels.load(LinearModel.dense(), folder, TinyModels.options());
        for (Runnable nested :
                List.<Runnable>of(() -> model.classify(TinyModels.image(LinearModel.dense(), 0)), model::close)) {
            PatchSource source = new PatchSource() {
                @Override
                public byte[] look() {
                    nested.run();
                    return new byte[108];
                }

                @Override
                public byte[] patch(int patch) {
                    return new byte[48];
                }
            };
            Future<Answer> call = threads.submit(() -> model.classify(source, Budget.policy()));
            assertThatThrownBy(call::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("called from within one of its own calls");
        }
        model.close();
    }
}
