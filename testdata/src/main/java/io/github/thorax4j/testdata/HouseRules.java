package io.github.thorax4j.testdata;

import static com.tngtech.archunit.core.domain.JavaModifier.BRIDGE;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** The rules of the architecture that hold for every module, whichever is looked at. */
public final class HouseRules {

  private HouseRules() {}

  @ArchTest
  static final ArchRule internalIsNobodysApi =
      classes()
          .that(
              DescribedPredicate.describe(
                  "are internal to a module",
                  type -> type.getPackageName().matches(".*\\.internal(\\..*)?")))
          .should(
              new ArchCondition<>("be used by their own module only") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  for (Dependency dependency : type.getDirectDependenciesToSelf()) {
                    if (!module(dependency.getOriginClass()).equals(module(type))) {
                      events.add(violated(type, dependency.getDescription()));
                    }
                  }
                }
              })
          .allowEmptyShould(true);

  @ArchTest
  static void noPackageIsSplit(JavaClasses all) {
    Map<String, Set<String>> modules = new TreeMap<>();
    all.forEach(
        type ->
            modules.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>()).add(module(type)));

    assertThat(modules).allSatisfy((name, homes) -> assertThat(homes).as(name).hasSize(1));
  }

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses all) {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : all) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }

    assertThat(unmarked).isEmpty();
  }

  @ArchTest
  static final ArchRule failuresAreThrownAsWhatTheyAre = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  @ArchTest
  static final ArchRule signaturesSayWhatTheyThrow =
      methods()
          .should(
              new ArchCondition<>("not declare Exception or Throwable") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  // A bridge repeats the clause of the interface's method.
                  if (method.getModifiers().contains(BRIDGE)) {
                    return;
                  }
                  if (method.getThrowsClause().containsType(Exception.class)
                      || method.getThrowsClause().containsType(Throwable.class)) {
                    events.add(violated(method, method.getDescription()));
                  }
                }
              });

  @ArchTest
  static final ArchRule noStaticStateChanges =
      fields()
          .that()
          .areStatic()
          .should()
          .haveModifier(FINAL)
          .because("there is no global configuration");

  @ArchTest
  static final ArchRule outputsAreTheSameInEveryLocale =
      noClasses()
          .should()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "format", String.class, Object[].class)
          .because("digits and letters of some locales are not those that programs expect");

  @ArchTest
  static final ArchRule classesAreNamedByConcept =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers)");

  /** The folder or jar that a class was loaded from. */
  public static String module(JavaClass type) {
    String uri = type.getSource().orElseThrow().getUri().toString();
    return uri.substring(0, uri.length() - type.getName().length() - ".class".length());
  }
}
