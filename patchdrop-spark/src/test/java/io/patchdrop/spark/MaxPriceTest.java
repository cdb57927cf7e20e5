package io.patchdrop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.spark.Answers.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaxPriceTest {
    private static final int SCENES = 200;

    @TempDir
    private static Path shared = Path.of("");

    private static SparkSession spark = Local.spark();
    private static PatchDropModel model = Local.model();
    private static List<Path> files = List.of();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void scenes() throws IOException {
        files = SceneImages.write(shared.resolve("scenes"), SCENES);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private BatchRequest request(double maxPrice) {
        ClassifyOptions options =
                ClassifyOptions.of(Local.BUNDLE).withPrices(PriceList.ofText("per_patch=1,currency=patches"));
        return BatchRequest.of(
                        shared.resolve("scenes").toString(),
                        folder.resolve("answers").toString(),
                        options)
                .withSlice(100)
                .withMaxPrice(maxPrice);
    }

    private List<Answered> answers() {
        return Answers.of(spark, folder.resolve("answers"));
    }

    private static double right(List<Answered> answers) {
        long right = 0;
        for (int i = 0; i < answers.size(); i++) {
            String label = SceneGenerator.classNames().get(SceneImages.scene(i).label());
            right += label.equals(answers.get(i).className()) ? 1 : 0;
        }
        return 100.0 * right / answers.size();
    }

    @Test
    void theMoneyIsSpentWhereItHelpsMost() throws IOException {
        BatchSummary summary = BatchJob.run(spark, request(2 * SCENES), BatchListener.NONE);

        List<Answered> answers = answers();
        assertThat(answers)
                .extracting(Answered::location)
                .isEqualTo(files.stream().map(Path::toString).toList());
        assertThat(summary.price()).isEqualTo(2.0 * SCENES);
        assertThat(summary.patches()).isEqualTo(2L * SCENES);
        BatchSummary.Unbought left = summary.unbought().orElseThrow();
        assertThat(left.money()).isZero();
        assertThat(left.patches()).isEqualTo(14L * SCENES);
        assertThat(left.expectedGain()).isBetween(0.0, (double) SCENES);
        double same = right(Answers.expected(model, files, Budget.patches(2)));
        assertThat(right(answers)).isGreaterThan(same + 5);
        // Each answer is the one from the patches that were bought.
        for (int i = 0; i < SCENES; i += 37) {
            Budget bought = Budget.patches(answers.get(i).patches().size());
            assertThat(answers.get(i))
                    .isEqualTo(Answers.expected(model, files.subList(i, i + 1), bought)
                            .get(0));
        }
        assertThat(folder.resolve("answers/_rounds")).doesNotExist();
        assertThat(BatchJob.run(spark, request(2 * SCENES), BatchListener.NONE)).isEqualTo(summary);
    }

    @Test
    void aRunThatIsInterruptedComesToTheSame() throws IOException {
        BatchSummary undisturbed = BatchJob.run(spark, request(SCENES), BatchListener.NONE);
        List<Answered> expected = answers();
        deleteAnswers();
        AtomicInteger asked = new AtomicInteger();
        BatchListener stopper = new BatchListener() {
            @Override
            public boolean stopRequested() {
                // In the middle of the looks, then in the middle of each of the first rounds.
                return asked.incrementAndGet() % 4 == 3 && asked.get() < 20;
            }
        };
        BatchSummary summary = null;
        int stops = 0;
        while (summary == null) {
            try {
                summary = BatchJob.run(spark, request(SCENES), stopper);
            } catch (BatchStoppedException e) {
                stops++;
            }
        }

        assertThat(stops).isGreaterThan(2);
        assertThat(answers()).isEqualTo(expected);
        assertThat(summary.unbought()).isEqualTo(undisturbed.unbought());
    }

    private void deleteAnswers() throws IOException {
        FileUtils.deleteDirectory(folder.resolve("answers").toFile());
    }

    @Test
    void noMoneyBuysNothingAndPlentyBuysAll() throws IOException {
        BatchSummary nothing = BatchJob.run(spark, request(0), BatchListener.NONE);
        assertThat(nothing.patches()).isZero();
        assertThat(answers()).isEqualTo(Answers.expected(model, files, Budget.patches(0)));
        assertThat(nothing.unbought().orElseThrow().inputs()).isEqualTo(SCENES);

        assertThatThrownBy(() -> request(-1)).hasMessageContaining("--max-price is -1");
        assertThat(Files.exists(folder.resolve("answers/_unbought.json"))).isTrue();
    }

    @Test
    void whatIsPaidForLooksCounts() throws IOException {
        ClassifyOptions options =
                ClassifyOptions.of(Local.BUNDLE).withPrices(PriceList.ofText("per_request=1,per_patch=0.1"));
        BatchRequest request = BatchRequest.of(
                        shared.resolve("scenes").toString(),
                        folder.resolve("answers").toString(),
                        options)
                .withMaxPrice(SCENES + 7.05);

        BatchSummary summary = BatchJob.run(spark, request, BatchListener.NONE);

        assertThat(summary.patches()).isEqualTo(70);
        assertThat(summary.price()).isLessThanOrEqualTo(SCENES + 7.05);
        for (Row row : Answers.rows(spark, folder.resolve("answers"))) {
            assertThat(row.<Long>getAs("requests")).isEqualTo(1);
        }
    }
}
