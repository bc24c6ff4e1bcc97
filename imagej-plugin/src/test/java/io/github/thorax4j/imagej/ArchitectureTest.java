package io.github.thorax4j.imagej;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.thorax4j.testdata.HouseRules;

@AnalyzeClasses(packages = "io.github.thorax4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String PLUGIN = "io.github.thorax4j.imagej..";

  @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule theEngineIsReachedThroughOurModulesAlone =
      classes()
          .that()
          .resideInAPackage(PLUGIN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.thorax4j",
              "io.github.thorax4j.batch",
              "io.github.thorax4j.dicom",
              "io.github.thorax4j.djl",
              PLUGIN,
              "ij..",
              "java..",
              "javax.swing..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule nobodyKnowsThePlugin =
      noClasses()
          .that()
          .resideOutsideOfPackage(PLUGIN)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PLUGIN);

  @ArchTest
  static final ArchRule printsNothing =
      noClasses().that().resideInAPackage(PLUGIN).should(ACCESS_STANDARD_STREAMS);
}
