package io.patchdrop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that cannot be used are named, with what would be right, before anything is written. */
class BadSettingsTest extends CommandLineTest {
    @AfterEach
    void nothingIsLeft() throws IOException {
        Files.deleteIfExists(folder.resolve("my.yaml"));
        assertOnlyLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pt.sigmaa=1             | no setting pt.sigmaa          | nearest: pt.sigma
                    gird=4                  | no setting gird               | nearest: grid
                    pt.sigma.low=1          | no setting pt.sigma.low       | pt.sigma is a single value
                    pt=1                    | pt is a group of settings     | sigma
                    pt.sigma                | --set pt.sigma has no value   | --set key=value
                    pt.sigma=much           | pt.sigma is "much"            | a number
                    pt.batch=1.5            | pt.batch is 1.5               | a whole number
                    pt.batch=               | pt.batch is ""                | a whole number
                    pt.batch=null           | pt.batch has no value         | leave the key out
                    data.flip=7             | data.flip is 7                | true or false
                    data.mean=0.5           | data.mean is 0.5              | a list of numbers
                    data.mean=[0.5]         | data.mean                     | red, green, blue
                    runtime.device=tpu      | runtime.device is "tpu"       | auto, cpu, cuda
                    recipe=tables           | recipe is "tables"            | paper, anytime
                    pt.sigma=-1             | pt.sigma is -1                | from 0 up
                    pt.alpha_start=1.2      | pt.alpha_start is 1.2         | between 0.5 and 1
                    lr.learning_rate=0      | lr.learning_rate is 0         | above 0
                    data.lr_size=7          | data.lr_size 7                | 16
                    grid=5                  | grid of 5 x 5                 | 4 or 8
                    lr.net=cifar-resnet9    | lr.net: unknown net           | cifar-resnet8
                    hr.net=vgg16            | hr.net: unknown net           | did you mean
                    policy_net=grid-resnet9 | policy_net: unknown net       | grid-resnet8
                    data.lr_size=2          | multiple of the grid's: 2     | LR size
                    hr.weights=none.st      | none.st does not exist        | check the path
                    """)
    void settingThatCannotBeUsed(String setting, String problem, String remedy) {
        assertRefused(train(folder.resolve("out"), "--set", setting), problem, remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {pt: {sigmaa: 1}} | no setting pt.sigmaa in FILE | nearest: pt.sigma
                    {pt: {sigma: yes}}  | pt.sigma is "yes" in FILE    | a number
                    {pt: {sigma: -1}} | pt.sigma is -1.0 in FILE     | from 0 up
                    {pt: 1}           | pt in FILE is a group        | sigma
                    {pt: [            | FILE cannot be read          | line 1
                    [1, 2]            | FILE holds no keys           | key: value
                    """)
    void configFileThatCannotBeUsed(String yaml, String problem, String remedy) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);

        Outcome outcome = train(folder.resolve("out"), "--config", file.toString());

        assertRefused(outcome, problem.replace("FILE", file.toString()), remedy);
    }

    @Test
    void missingConfigFile() {
        Path file = folder.resolve("none.yaml");

        assertRefused(train(folder.resolve("out"), "--config", file.toString()), file.toString(), "readable YAML");
    }

    @Test
    void numbersOutOfRange() {
        assertRefused(run(trainArguments(folder.resolve("out"), 0)), "lr.epochs is 0", "at least 1");
        assertRefused(train(folder.resolve("out"), "--limit", "-1"), "data.train_limit is -1", "at least 0");
    }

    @Test
    void unknownPreset() {
        Outcome outcome = run("train", "--preset", "dmeo", "--data", "scenes", "--out", folder.resolve("out") + "");

        assertRefused(outcome, "no preset dmeo; nearest: demo", "presets: demo, ");
    }

    @Test
    void unknownRecipe() {
        assertRefused(train(folder.resolve("out"), "--recipe", "papre"), "recipe is \"papre\"", "paper, anytime");
    }

    @Test
    void anytimeHasNoStagesToChooseFrom() {
        assertRefused(
                train(folder.resolve("out"), "--recipe", "anytime", "--stages", "lr,hr"),
                "the recipe anytime is trained as a whole",
                "leave --stages out");
    }

    @Test
    void unknownStage() {
        assertRefused(train(folder.resolve("out"), "--stages", "hr,ft3"), "no stage ft3; nearest: ft1", "lr, hr, pt");
    }

    @Test
    void stageWithoutWhatItBuildsOn() {
        assertRefused(train(folder.resolve("out"), "--stages", "pt"), "Pt needs HR-CNN", "--stages hr,pt");
        assertRefused(
                train(folder.resolve("out"), "--stages", "hr,pt,ft1,ft2"), "Ft-2 needs LR-CNN", "--stages lr,ft2");
    }

    @Test
    void gpuThatIsNotThere() {
        Assumptions.assumeFalse(org.bytedeco.pytorch.global.torch.cuda_is_available(), "this machine has a GPU");

        assertRefused(train(folder.resolve("out"), "--device", "cuda"), "no CUDA device", "--device cpu");
    }
}
