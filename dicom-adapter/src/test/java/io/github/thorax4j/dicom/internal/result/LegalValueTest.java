package io.github.thorax4j.dicom.internal.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.dicom.Vr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of PS3.5 table 6.2-1 and section 9.1, by example. */
class LegalValueTest {

  @ParameterizedTest
  @CsvSource({
    "AS, 042Y",
    "CS, FOR PRESENTATION",
    "DA, 20240229",
    "DS, -1.5e-3",
    "DS, .5",
    "IS, +12",
    "LO, Thorax p.a. – Übersicht",
    "PN, Adams^John Robert Quincy^^Rev.^B.A. M.Div.",
    "PN, Yamada^Tarou=山田^太郎=やまだ^たろう",
    "PN, ^^^Dr.",
    "PN, =山田^太郎",
    "SH, 1234567890123456",
    "TM, 07",
    "TM, 0709",
    "TM, 070907.000001",
    "TM, 235960",
    "UI, 1.2.840.10008.1.2",
    "UI, 2.25.329800735698586629295641978511506172918",
    "UI, 1.0.12345678901234567890123456789012345678901234567890123456789"
  })
  void takesLegalValues(Vr vr, String value) {
    assertThat(LegalValue.of(vr, value)).contains(value);
  }

  @ParameterizedTest
  @CsvSource({
    "AS, 42",
    "AS, 042y",
    "CS, for presentation",
    "CS, ABCDEFGHIJKLMNOPQ",
    "DA, 20230229",
    "DA, 2024.02.29",
    "DA, 202402",
    "DS, 12345678901234567",
    "DS, '1,5'",
    "DS, NaN",
    "IS, 1.0",
    "LO, a\\b",
    "LO, '   '",
    "LO, 12345678901234567890123456789012345678901234567890123456789012345",
    "PN, 12345678901234567890123456789012345678901234567890123456789012345",
    "PN, a^b^c^d^e^f",
    "PN, a=b=c=d",
    "PN, ==",
    "SH, 12345678901234567",
    "TM, 24",
    "TM, 12:00",
    "TM, 120",
    "UI, 1.2..3",
    "UI, 1..2",
    "UI, .1",
    "UI, 1.2.a",
    "UI, ../../1",
    "UI, 1.0.123456789012345678901234567890123456789012345678901234567890123",
    "OB, 1"
  })
  void takesNoOthers(Vr vr, String value) {
    assertThat(LegalValue.of(vr, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"LO", "SH", "PN"})
  void takesNoControlCharacters(Vr vr) {
    assertThat(LegalValue.of(vr, "a\u001b[31m")).isEmpty();
    assertThat(LegalValue.of(vr, "a\nb")).isEmpty();
    assertThat(LegalValue.of(vr, "a\u0085")).isEmpty();
    assertThat(LegalValue.of(vr, "\ud800")).isEmpty();
    assertThat(LegalValue.of(vr, "a\ufffd")).isEmpty();
    assertThat(LegalValue.of(vr, "")).isEmpty();
  }
}
