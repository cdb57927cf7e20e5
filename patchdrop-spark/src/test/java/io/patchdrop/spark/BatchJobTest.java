package io.patchdrop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.spark.Answers.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchJobTest {
    private static final int SCENES = 200;

    @TempDir
    private static Path shared = Path.of("");

    private static SparkSession spark = Local.spark();
    private static PatchDropModel model = Local.model();
    private static List<Path> files = List.of();
    private static List<Answered> expected = List.of();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void scenes() throws IOException {
        files = SceneImages.write(shared.resolve("scenes"), SCENES);
        expected = Answers.expected(model, files, model.manifest().decision().budget());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ClassifyOptions options() {
        return ClassifyOptions.of(Local.BUNDLE);
    }

    private Path output() {
        return folder.resolve("answers");
    }

    private BatchRequest scenesRequest() {
        return BatchRequest.of(shared.resolve("scenes").toString(), output().toString(), options());
    }

    @Test
    void eachInputIsAnsweredOnceAsTheModelAnswersIt() throws IOException {
        BatchSummary summary = BatchJob.run(spark, scenesRequest().withSlice(64), BatchListener.NONE);

        assertThat(summary.inputs()).isEqualTo(SCENES);
        assertThat(summary.errors()).isZero();
        assertThat(Answers.of(spark, output())).isEqualTo(expected);
        assertThat(summary.bytes()).isEqualTo(sizes(files));
        assertThat(summary.requests()).isEqualTo(SCENES);
        assertThat(summary.patches())
                .isEqualTo(expected.stream()
                        .mapToInt(each -> each.patches().size())
                        .sum());
        assertThat(Answers.rows(spark, output()))
                .allSatisfy(row -> assertThat(row.<Double>getAs("milliseconds")).isPositive());
        assertThat(spark.read()
                        .parquet(output().toString())
                        .select("model_sha256")
                        .distinct()
                        .count())
                .isEqualTo(1);
    }

    private static long sizes(List<Path> of) throws IOException {
        long sum = 0;
        for (Path file : of) {
            sum += Files.size(file);
        }
        return sum;
    }

    @Test
    void allTasksOfAJvmShareOneModel() throws IOException {
        BatchJob.run(spark, scenesRequest(), BatchListener.NONE);

        assertThat(SharedModel.loaded()).isEqualTo(1);
    }

    @Test
    void inputsThatCannotBeReadAreNamedAndAllOthersAnswered() throws IOException {
        Path damaged = folder.resolve("damaged");
        List<Path> copies = SceneImages.write(damaged, SCENES);
        Files.write(copies.get(7), Arrays.copyOf(SceneImages.png(7), 400));
        Files.writeString(copies.get(100), "no image");
        // 1 %: beside these, one that is missing and one that is empty.
        List<String> lines = new ArrayList<>(copies.stream().map(Path::toString).toList());
        lines.set(50, damaged.resolve("missing.png").toString());
        lines.set(51, Files.write(damaged.resolve("empty.png"), new byte[0]).toString());
        lines.set(52, damaged.toString());
        // The same location twice is two inputs.
        lines.set(53, lines.get(54));
        Path list = Files.write(folder.resolve("list.txt"), lines);

        BatchSummary summary = BatchJob.run(
                spark,
                BatchRequest.of(list.toString(), output().toString(), options()).withSlice(90),
                BatchListener.NONE);

        List<Answered> answers = Answers.of(spark, output());
        assertThat(answers).hasSize(SCENES).extracting(Answered::location).isEqualTo(lines);
        assertThat(summary.errors()).isEqualTo(5);
        for (int i = 0; i < SCENES; i++) {
            if (List.of(7, 50, 51, 52, 100).contains(i)) {
                assertThat(answers.get(i).error()).isNotEmpty().doesNotContain("\n");
                assertThat(answers.get(i).className()).isNull();
                assertThat(answers.get(i).patches()).isEmpty();
            } else {
                assertThat(answers.get(i).confidence())
                        .isEqualTo(expected.get(i == 53 ? 54 : i).confidence());
            }
        }
        assertThat(answers.get(50).error()).isEqualTo("there is no such file");
        assertThat(answers.get(52).error()).isEqualTo("it is a folder");
    }

    @Test
    void aTaskThatThrowsIsDoneAgain() throws IOException {
        Path faulty = Files.createDirectories(folder.resolve("faulty"));
        List<String> locations = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Path copy = faulty.resolve((i % 30 == 0 ? "bad" : "good") + String.format("-%03d.png", i));
            Files.copy(files.get(i), copy);
            locations.add("faulty://" + copy);
        }
        Path list = Files.write(folder.resolve("list.txt"), locations);
        int before = FaultyFiles.FAULTS.get();

        BatchSummary summary = BatchJob.run(
                spark,
                BatchRequest.of(list.toString(), output().toString(), options()).withSlice(20),
                BatchListener.NONE);

        assertThat(FaultyFiles.FAULTS.get() - before).isEqualTo(4);
        assertThat(summary.inputs()).isEqualTo(60);
        assertThat(summary.errors()).isZero();
        List<Answered> answers = Answers.of(spark, output());
        assertThat(answers).extracting(Answered::location).doesNotHaveDuplicates();
        for (Answered answer : answers) {
            int number = Integer.parseInt(String.valueOf(answer.location()).replaceFirst(".*-(\\d+)\\.png", "$1"));
            assertThat(answer.confidence()).isEqualTo(expected.get(number).confidence());
        }
    }

    @Test
    void anInterruptedBatchGoesOnWhereItWas() throws IOException {
        AtomicInteger committed = new AtomicInteger();
        BatchListener stopper = new BatchListener() {
            @Override
            public void committed(long inputs) {
                committed.incrementAndGet();
            }

            @Override
            public boolean stopRequested() {
                return committed.get() >= 2;
            }
        };
        BatchRequest request = scenesRequest().withSlice(20);
        assertThatThrownBy(() -> BatchJob.run(spark, request, stopper)).isInstanceOf(BatchStoppedException.class);
        List<Path> before = parts();
        assertThat(before).isNotEmpty();
        // What a kill leaves: a slice that was not renamed.
        Files.createDirectories(output().resolve("_attempts/half/part"));

        BatchSummary summary = BatchJob.run(spark, request, BatchListener.NONE);

        assertThat(summary.inputs()).isEqualTo(SCENES);
        assertThat(parts()).containsAll(before);
        assertThat(Answers.of(spark, output())).isEqualTo(expected);
        assertThat(BatchJob.run(spark, request, BatchListener.NONE)).isEqualTo(summary);
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> found = Files.walk(output())) {
            return found.filter(file -> file.toString().matches(".*answers/slice=.*\\.parquet"))
                    .toList();
        }
    }

    @Test
    void aFolderOfAnotherBatchIsRefused() throws IOException {
        BatchRequest request = BatchRequest.of(files.get(0).toString(), output().toString(), options());
        BatchJob.run(spark, request, BatchListener.NONE);

        BatchRequest other = BatchRequest.of(files.get(1).toString(), output().toString(), options());
        assertThatThrownBy(() -> BatchJob.run(spark, other, BatchListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is of another batch: its input is");
        Path occupied = Files.createDirectories(folder.resolve("occupied"));
        Files.writeString(occupied.resolve("file"), "");
        BatchRequest there = BatchRequest.of(files.get(0).toString(), occupied.toString(), options());
        assertThatThrownBy(() -> BatchJob.run(spark, there, BatchListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not empty and of no batch");
    }

    @Test
    void patternsFoldersAndOtherBudgets() throws IOException {
        String pattern = shared.resolve("scenes") + "/0000*.png";
        ClassifyOptions options = options()
                .withBudget(Budget.patches(3))
                .withPrices(PriceList.ofText("per_byte=0.5,per_request=10,per_patch=100"));

        BatchJob.run(spark, BatchRequest.of(pattern, output().toString(), options), BatchListener.NONE);

        assertThat(Answers.of(spark, output()))
                .isEqualTo(Answers.expected(model, files.subList(0, 10), Budget.patches(3)));
        for (Row row : Answers.rows(spark, output())) {
            assertThat(row.<Double>getAs("price")).isEqualTo(0.5 * row.<Long>getAs("bytes") + 10 + 300);
        }
    }

    @Test
    void anInputWithoutImagesIsRefused() {
        BatchRequest request = BatchRequest.of(folder.resolve("nothing").toString(), output().toString(), options());
        assertThatThrownBy(() -> BatchJob.run(spark, request, BatchListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There are no images in");
    }
}
