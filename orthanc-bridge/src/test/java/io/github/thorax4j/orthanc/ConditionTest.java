package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Reason;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.orthanc.Condition.Attribute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static Facts withHeader(Map<Integer, String> header, Map<String, String> metadata) {
    Attributes.Builder attributes =
        Attributes.builder().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
    header.forEach((tag, value) -> attributes.put(tag, Vr.LO, value));
    return Facts.of(
        TestFacts.PLACE,
        TestFacts.answered(0.5).outcome(),
        attributes.build(),
        metadata,
        List.of());
  }

  private static Facts withHeader(int tag, String value) {
    return withHeader(Map.of(tag, value), Map.of());
  }

  private static boolean holds(Condition condition, Facts facts) {
    return new Rule("r", 1, List.of(condition), List.of()).holds(facts);
  }

  @Test
  void aRuleWithoutConditionsIsForEveryFilm() {
    Rule rule = new Rule("r", 1, List.of(), List.of());

    assertThat(rule.holds(TestFacts.answered(0))).isTrue();
    assertThat(rule.holds(TestFacts.declined(Reason.NO_CONTENT))).isTrue();
  }

  @Test
  void allConditionsHaveToHold() {
    Condition pneumonia = new Condition.Found(Set.of(Finding.PNEUMONIA));
    Condition sure = new Condition.Probability(0.9, 1);
    Rule rule = new Rule("r", 1, List.of(pneumonia, sure), List.of());

    assertThat(rule.holds(TestFacts.answered(0.95))).isTrue();
    assertThat(rule.holds(TestFacts.answered(0.8))).isFalse();
    assertThat(rule.holds(TestFacts.answered(0.2))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0.2, 0.8, 0.2, true",
    "0.2, 0.8, 0.19999999999999998, false",
    "0.2, 0.8, 0.8, true",
    "0.2, 0.8, 0.8000000000000002, false",
    "0, 1, 0, true",
    "0, 1, 1, true",
    "0.5, 0.5, 0.5, true",
  })
  void aProbabilityIsInARangeWithItsEnds(
      double min, double max, double probability, boolean expected) {
    assertThat(holds(new Condition.Probability(min, max), TestFacts.answered(probability)))
        .isEqualTo(expected);
  }

  @Test
  void aDeclinedFilmHasNeitherFindingNorProbability() {
    Facts declined = TestFacts.declined(Reason.NO_CONTENT);

    assertThat(holds(new Condition.Probability(0, 1), declined)).isFalse();
    assertThat(holds(new Condition.Found(Set.of(Finding.values())), declined)).isFalse();
  }

  @Test
  void aFindingIsAtTheThreshold() {
    Condition pneumonia = new Condition.Found(Set.of(Finding.PNEUMONIA));

    assertThat(holds(pneumonia, TestFacts.answered(0.5))).isTrue();
    assertThat(holds(pneumonia, TestFacts.answered(0.49999999999999994))).isFalse();
    assertThat(holds(new Condition.Found(Set.of(Finding.values())), TestFacts.answered(0.1)))
        .isTrue();
  }

  @Test
  void aFilmIsDeclinedForOneOfTheReasons() {
    Condition empty = new Condition.Declined(Set.of(Reason.NO_CONTENT));

    assertThat(holds(empty, TestFacts.declined(Reason.NO_CONTENT))).isTrue();
    assertThat(holds(empty, TestFacts.declined(Reason.UNSUITABLE_SIZE))).isFalse();
    assertThat(holds(empty, TestFacts.answered(0.1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CR, true",
    "cr, true",
    "' DX ', true",
    "CRX, false",
    "C, false",
    "'', false",
  })
  void aTextIsOneOfAListInAnyCase(String value, boolean expected) {
    Condition condition = new Condition.Text(Attribute.MODALITY, Set.of("CR", "dx"));

    assertThat(holds(condition, withHeader(Tag.MODALITY, value))).isEqualTo(expected);
  }

  @Test
  void everyAttributeIsTheOneThatItIsCalled() {
    Facts facts =
        withHeader(
            Map.of(
                Tag.MODALITY, "CR",
                Tag.STATION_NAME, "ROOM 1",
                Tag.BODY_PART_EXAMINED, "CHEST"),
            Map.of("RemoteAET", "SENDER", "CalledAET", "ARCHIVE", "Origin", "DicomProtocol"));
    Map<Attribute, String> expected =
        Map.of(
            Attribute.MODALITY, "CR",
            Attribute.STATION, "ROOM 1",
            Attribute.BODY_PART, "CHEST",
            Attribute.REMOTE_AE_TITLE, "SENDER",
            Attribute.CALLED_AE_TITLE, "ARCHIVE");

    for (Attribute attribute : Attribute.values()) {
      for (Map.Entry<Attribute, String> other : expected.entrySet()) {
        assertThat(holds(new Condition.Text(attribute, Set.of(other.getValue())), facts))
            .as("%s is %s", attribute, other.getValue())
            .isEqualTo(attribute == other.getKey());
      }
    }
  }

  @Test
  void whatIsNotKnownHoldsNothing() {
    for (Attribute attribute : Attribute.values()) {
      assertThat(holds(new Condition.Text(attribute, Set.of("")), TestFacts.answered(0.1)))
          .isFalse();
    }
    assertThat(holds(new Condition.Age(0, 150), TestFacts.answered(0.1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "018Y, true",
    "017Y, false",
    "064Y, true",
    "065Y, false",
    "18Y, true",
    "215M, false", // 17 years and 11 months
    "216M, true",
    "999M, false",
    "020W, false",
    "020D, false",
    "XYZ, false",
  })
  void anAgeBandCountsCompletedYearsWithItsEnds(String age, boolean expected) {
    assertThat(holds(new Condition.Age(18, 64), withHeader(Tag.PATIENT_AGE, age)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "20000615, 20180614, false",
    "20000615, 20180615, true",
    "20000615, 20650614, true",
    "20000615, 20650615, false",
    "20200101, 20180615, false",
    "2000, 20180615, false",
    "20000615, '', false",
  })
  void withoutAnAgeItFollowsFromTheDates(String birth, String study, boolean expected) {
    Facts facts =
        withHeader(Map.of(Tag.PATIENT_BIRTH_DATE, birth, Tag.STUDY_DATE, study), Map.of());

    assertThat(holds(new Condition.Age(18, 64), facts)).isEqualTo(expected);
  }

  @Test
  void aChildOfSomeDaysIsInTheBandOfZero() {
    assertThat(holds(new Condition.Age(0, 0), withHeader(Tag.PATIENT_AGE, "003D"))).isTrue();
    assertThat(holds(new Condition.Age(0, 0), withHeader(Tag.PATIENT_AGE, "051W"))).isTrue();
    assertThat(holds(new Condition.Age(0, 0), withHeader(Tag.PATIENT_AGE, "011M"))).isTrue();
    assertThat(holds(new Condition.Age(0, 0), withHeader(Tag.PATIENT_AGE, "012M"))).isFalse();
  }
}
