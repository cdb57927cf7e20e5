package io.patchdrop.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What this module may depend on, and that nothing below it knows Spark. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/patchdrop-fixtures/"))
            .importPackages("io.patchdrop");

    @Test
    void thisModuleAndTheRuntimeAreSeen() {
        assertThat(ALL.contain(PatchDropSpark.class)).isTrue();
        assertThat(ALL.contain("io.patchdrop.runtime.PatchDropModel")).isTrue();
        assertThat(ALL.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void sparkNeedsOnlyTheRuntimeAndSpark() {
        classes()
                .that()
                .resideInAPackage("io.patchdrop.spark..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.patchdrop.spark..",
                        "io.patchdrop.runtime..",
                        "io.patchdrop.imagery..",
                        "io.patchdrop.core..",
                        "java..",
                        "org.jspecify..",
                        "picocli..",
                        "org.apache.spark..",
                        "org.apache.hadoop..",
                        "scala..")
                .check(ALL);
    }

    @Test
    void onlyThisModuleKnowsSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.patchdrop.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
                .check(ALL);
    }

    @Test
    void theAllocationIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("io.patchdrop.spark.allocation..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.patchdrop.spark.allocation..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void onlyTheCommandKnowsPicocli() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.Batch(Command|Failures)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.patchdrop.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void nothingIsDrawn() {
        noClasses()
                .that()
                .resideInAPackage("io.patchdrop.spark..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .check(ALL);
    }
}
