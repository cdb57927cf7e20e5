package io.patchdrop.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.patchdrop.core.Seeds;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** The lines between the modules and packages, and what no code may do. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/patchdrop-fixtures/"))
            .importPackages("io.patchdrop");

    @Test
    void everyModuleIsSeen() {
        assertThat(ALL.contain(Seeds.class)).isTrue();
        assertThat(ALL.contain("io.patchdrop.imagery.ImageDecoder")).isTrue();
        assertThat(ALL.contain("io.patchdrop.runtime.PatchDropModel")).isTrue();
        assertThat(ALL.contain("io.patchdrop.server.PatchDropServer")).isTrue();
        assertThat(ALL.contain("io.patchdrop.learn.recipe.TrainingRun")).isTrue();
        assertThat(ALL.contain(PatchDrop.class)).isTrue();
        assertThat(ALL.contain(ArchitectureTest.class)).isFalse();
        assertThat(ALL.contain("io.patchdrop.fixtures.LinearModel")).isFalse();
    }

    @Test
    void coreNeedsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.patchdrop.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.patchdrop.core..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void imageryNeedsOnlyCoreTheJdkAndItsReaders() {
        classes()
                .that()
                .resideInAPackage("io.patchdrop.imagery..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.patchdrop.imagery..",
                        "io.patchdrop.core..",
                        "java..",
                        "javax.imageio..",
                        "com.sun.net.httpserver..",
                        "org.jspecify..",
                        "com.twelvemonkeys..",
                        "com.github.luben.zstd..",
                        "com.luciad.imageio.webp..",
                        "org.locationtech.proj4j..",
                        "tools.jackson.core..")
                .check(ALL);
    }

    @Test
    void runtimeNeedsOnlyCoreImageryOnnxRuntimeAndJackson() {
        classes()
                .that()
                .resideInAPackage("io.patchdrop.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.patchdrop.runtime..",
                        "io.patchdrop.core..",
                        "io.patchdrop.imagery..",
                        "java..",
                        "javax.imageio..",
                        "org.jspecify..",
                        "ai.onnxruntime..",
                        "tools.jackson..")
                .check(ALL);
    }

    @Test
    void serverNeedsOnlyRuntimeAndItsLibraries() {
        classes()
                .that()
                .resideInAPackage("io.patchdrop.server..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.patchdrop.server..",
                        "io.patchdrop.runtime..",
                        "io.patchdrop.imagery..",
                        "io.patchdrop.core..",
                        "java..",
                        "javax.crypto..",
                        "javax.imageio..",
                        "jakarta.servlet..",
                        "kotlin..",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "io.micrometer..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.patchdrop.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "io.micrometer..")
                .check(ALL);
    }

    @Test
    void onlyRuntimeKnowsOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.patchdrop.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(ALL);
    }

    @Test
    void commandsThatUseAModelDoNotKnowWhatTrainsOne() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.(Classify|Bench|Quote|Zoom|Serve)Command(\\$.*)?")
                .or()
                .haveNameMatching(
                        ".*\\.cli\\.(Benchmark|BudgetChoice|JsonTarget|Areas|ByteCounts|Durations|QuoteText|Zoom[A-Z][A-Za-z]+)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.patchdrop.learn..")
                .check(ALL);
    }

    @Test
    void onlyLearnKnowsLibtorch() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.patchdrop.learn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(ALL);
    }

    @Test
    void graphsAreWrittenInOnePackageThatDoesNotKnowLibtorch() {
        noClasses()
                .that()
                .resideInAPackage("io.patchdrop.learn.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("io.patchdrop.learn..")
                .and()
                .resideOutsideOfPackage("io.patchdrop.learn.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnx..", "com.google.protobuf..", "org.tribuo..")
                .check(ALL);
    }

    @Test
    void learnDoesNotKnowTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("io.patchdrop.learn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.patchdrop.cli..")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.patchdrop.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void onlyTheMainMethodEndsTheProcess() {
        classes().should(notEndTheProcess()).check(ALL);
    }

    @Test
    void everyDrawComesFromSeeds() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(ALL);
    }

    @Test
    void commandsLieInTheCommandLineAndAreCalledSo() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.patchdrop.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(ALL);
        classes()
                .that()
                .areAnnotatedWith(Command.class)
                .and()
                .areTopLevelClasses()
                .and()
                .doNotBelongToAnyOf(PatchDrop.class)
                .should()
                .haveSimpleNameEndingWith("Command")
                .check(ALL);
    }

    private static ArchCondition<JavaClass> notEndTheProcess() {
        return new ArchCondition<>("not end the process, but for PatchDrop.main") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaMethodCall call : item.getMethodCallsFromSelf()) {
                    boolean exits =
                            call.getName().equals("exit") || call.getName().equals("halt");
                    boolean ofProcess = call.getTargetOwner().isEquivalentTo(System.class)
                            || call.getTargetOwner().isEquivalentTo(Runtime.class);
                    boolean main = call.getOrigin()
                            .getFullName()
                            .equals(PatchDrop.class.getName() + ".main([Ljava.lang.String;)");
                    if (exits && ofProcess && !main) {
                        events.add(SimpleConditionEvent.violated(item, call.getDescription()));
                    }
                }
            }
        };
    }
}
