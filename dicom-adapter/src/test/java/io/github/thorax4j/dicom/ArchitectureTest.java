package io.github.thorax4j.dicom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsTheApiAndTheJdkOnly =
      classes()
          .that()
          .resideOutsideOfPackage("io.github.thorax4j.dicom.internal.jpeg2000")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.thorax4j",
              "io.github.thorax4j.spi",
              "io.github.thorax4j.dicom..",
              "java..",
              "javax.imageio..",
              "org.jspecify..");

  /** Where a library decodes. */
  @ArchTest
  static final ArchRule knowsAJpeg2000DecoderToo =
      classes()
          .that()
          .resideInAPackage("io.github.thorax4j.dicom.internal.jpeg2000")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.thorax4j.dicom..",
              "com.github.jaiimageio.jpeg2000.impl",
              "jj2000.j2k..",
              "java..",
              "javax.imageio",
              "org.jspecify..");

  @ArchTest
  static final ArchRule internalTypesAreInNoPublicSignature =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.github.thorax4j.dicom")
          .should()
          .notHaveRawReturnType(
              DescribedPredicate.describe(
                  "internal", (JavaClass type) -> type.getPackageName().contains(".internal")));
}
