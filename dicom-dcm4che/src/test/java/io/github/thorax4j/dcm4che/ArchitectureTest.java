package io.github.thorax4j.dcm4che;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.dcm4che3.imageio.codec.ImageReaderFactory;

/** What the rules over all modules say, for the module that those do not see. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsTheCodecItIsAndDcm4che =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.thorax4j.dcm4che",
              "io.github.thorax4j.dicom",
              "java..",
              "javax.imageio..",
              "org.dcm4che3..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule dcm4cheIsInNoPublicSignature =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredIn(Dcm4cheCodec.class)
          .should()
          .haveRawReturnType(
              DescribedPredicate.describe(
                  "of this project or the JDK",
                  (JavaClass type) -> !type.getPackageName().startsWith("org.dcm4che3")));

  @ArchTest
  static final ArchRule noStaticStateChanges =
      fields().that().areStatic().should().haveModifier(FINAL);

  @ArchTest
  static final ArchRule dcm4cheIsNotSetUpForOthers =
      noClasses()
          .should()
          .callMethod(ImageReaderFactory.class, "setDefault", ImageReaderFactory.class)
          .because("it is the process's, not ours");

  @ArchTest
  static final ArchRule outputsAreTheSameInEveryLocale =
      noClasses()
          .should()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "format", String.class, Object[].class);
}
