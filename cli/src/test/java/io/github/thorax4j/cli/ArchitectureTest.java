package io.github.thorax4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.thorax4j.testdata.HouseRules;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of the architecture, over all modules: this one depends on every other. */
@AnalyzeClasses(packages = "io.github.thorax4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.github.thorax4j";
  private static final String[] API = {ROOT, ROOT + ".spi"};
  private static final String DICOM = ROOT + ".dicom..";
  private static final String DJL = ROOT + ".djl..";
  private static final String BATCH = ROOT + ".batch..";
  private static final String CLI = ROOT + ".cli..";
  private static final String TESTDATA = ROOT + ".testdata..";

  @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);

  @ArchTest
  static void everyModuleIsLookedAt(JavaClasses all) {
    assertThat(byModule(all).keySet()).as("where classes come from").hasSizeGreaterThanOrEqualTo(6);
    assertThat(all.contain(ROOT + ".Radiograph")).isTrue();
  }

  @ArchTest
  static final ArchRule apiKnowsTheJdkAlone =
      classes()
          .that()
          .resideInAnyPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".spi",
              "java.io",
              "java.lang..",
              "java.nio..",
              "java.util..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule dicomDoesNotKnowTheNetwork =
      noClasses()
          .that()
          .resideInAPackage(DICOM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DJL, "ai.djl..", BATCH, CLI, TESTDATA);

  @ArchTest
  static final ArchRule theNetworkDoesNotKnowDicom =
      noClasses()
          .that()
          .resideInAPackage(DJL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DICOM, BATCH, CLI, TESTDATA);

  @ArchTest
  static final ArchRule theProgramDoesNotShipTestData =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TESTDATA);

  @ArchTest
  static final ArchRule testDataIsIndependentOfWhatItTests =
      noClasses()
          .that()
          .resideInAPackage(TESTDATA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DICOM, DJL, BATCH, CLI);

  @ArchTest
  static final ArchRule onlyTheProgramPrints =
      noClasses().that().resideOutsideOfPackage(CLI).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyTheProgramConfiguresJavaUtilLogging =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  private static Map<String, Set<String>> byModule(JavaClasses all) {
    Map<String, Set<String>> names = new TreeMap<>();
    all.forEach(
        type ->
            names
                .computeIfAbsent(HouseRules.module(type), m -> new TreeSet<>())
                .add(type.getName()));
    return names;
  }
}
