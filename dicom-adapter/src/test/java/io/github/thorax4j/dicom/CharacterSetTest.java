package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.Tag;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of PS3.5 annexes H to K, byte by byte as they are printed there. */
class CharacterSetTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private static Attributes attributes(String terms, int tag, Vr vr, byte[] value) {
    return Attributes.builder()
        .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, ascii(terms))
        .put(tag, vr, value)
        .build();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String name(String terms, String hex) {
    return attributes(terms, Tag.PATIENT_NAME, Vr.PN, HEX.parseHex(hex))
        .string(Tag.PATIENT_NAME)
        .orElse("");
  }

  private static String text(Vr vr, String terms, String hex) {
    return attributes(terms, Tag.STUDY_DESCRIPTION, vr, HEX.parseHex(hex))
        .string(Tag.STUDY_DESCRIPTION)
        .orElse("");
  }

  /** Section H.3.1. */
  @Test
  void readsKanjiAndHiraganaBehindLatinLetters() {
    assertThat(
            name(
                "\\ISO 2022 IR 87",
                "59 61 6D 61 64 61 5E 54 61 72 6F 75 3D 1B 24 42 3B 33 45 44 1B 28 42 5E 1B 24 42"
                    + " 42 40 4F 3A 1B 28 42 3D 1B 24 42 24 64 24 5E 24 40 1B 28 42 5E 1B 24 42 24"
                    + " 3F 24 6D 24 26 1B 28 42"))
        .isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
  }

  /** Section H.3.2. */
  @Test
  void readsKanjiAndHiraganaBehindKatakana() {
    assertThat(
            name(
                "ISO 2022 IR 13\\ISO 2022 IR 87",
                "D4 CF C0 DE 5E C0 DB B3 3D 1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A"
                    + " 1B 28 4A 3D 1B 24 42 24 64 24 5E 24 40 1B 28 4A 5E 1B 24 42 24 3F 24 6D 24"
                    + " 26 1B 28 4A"))
        .isEqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
  }

  /** Section I.2. */
  @Test
  void readsHanjaAndHangul() {
    assertThat(
            name(
                "\\ISO 2022 IR 149",
                "48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D 1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4"
                    + " D7 3D 1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6 B5 BF"))
        .isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
  }

  /** Section J.1. */
  @Test
  void readsChineseInUtf8() {
    assertThat(
            name(
                "ISO_IR 192",
                "57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D E7 8E 8B 5E E5 B0 8F E6 9D B1 3D"))
        .isEqualTo("Wang^XiaoDong=王^小東=");
  }

  /** Section J.3; GBK is its subset. */
  @ParameterizedTest
  @CsvSource({"GB18030", "GBK"})
  void readsChineseInGb18030(String term) {
    assertThat(name(term, "57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D CD F5 5E D0 A1 B6 AB 3D"))
        .isEqualTo("Wang^XiaoDong=王^小东=");
  }

  /** Section K.2. */
  @Test
  void readsChineseInGb2312() {
    assertThat(
            name(
                "\\ISO 2022 IR 58",
                "5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D 1B 24 29 41 D5 C5 5E 1B 24 29 41 D0"
                    + " A1 B6 AB 3D 20"))
        .isEqualTo("Zhang^XiaoDong=张^小东=");
  }

  /** Section K.3: the set is announced again on each line. */
  @Test
  void readsLinesOfChinese() {
    assertThat(
            text(
                Vr.LT,
                "\\ISO 2022 IR 58",
                "31 2E 1B 24 29 41 B5 DA D2 BB D0 D0 CE C4 D7 D6 A1 A3 0D 0A 32 2E 1B 24 29 41 B5"
                    + " DA B6 FE D0 D0 CE C4 D7 D6 A1 A3 0D 0A"))
        .isEqualTo("1.第一行文字。\r\n2.第二行文字。");
  }

  /** JIS X 0212; the code is Python's, codec iso2022_jp_2. */
  @Test
  void readsSupplementaryKanji() {
    assertThat(
            text(
                Vr.LO,
                "\\ISO 2022 IR 87\\ISO 2022 IR 159",
                "1B 24 28 44 30 21 1B 24 42 3B 33 1B 28 42"))
        .isEqualTo("丂山");
  }

  /** Latin, Greek and Cyrillic in one value (PS3.3 table C.12-3). */
  @Test
  void readsSeveralSingleByteSets() {
    assertThat(
            text(
                Vr.LO,
                "ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 144",
                "E4 1B 2D 46 E4 1B 2D 4C E4 1B 2D 41 E4"))
        .isEqualTo("äδфä");
  }

  /** PS3.5 section 6.1.2.5.3. */
  @Test
  void takesTheInitialSetUpAgainWhereAPartEnds() {
    String terms = "ISO 2022 IR 100\\ISO 2022 IR 126";
    assertThat(text(Vr.LT, terms, "1B 2D 46 E4 0D 0A E4 09 E4")).isEqualTo("δ\r\nä\tä");
    assertThat(name(terms, "1B 2D 46 E4 5E E4 3D E4")).isEqualTo("δ^ä=ä");
    // ^, = and \ are letters like any other where they part nothing
    assertThat(text(Vr.LO, terms, "1B 2D 46 E4 5E E4 3D E4")).isEqualTo("δ^δ=δ");
    assertThat(text(Vr.LT, terms, "1B 2D 46 E4 5C E4")).isEqualTo("δ\\δ");
    assertThat(
            attributes(terms, Tag.IMAGE_TYPE, Vr.LO, HEX.parseHex("1B 2D 46 E4 5C E4"))
                .strings(Tag.IMAGE_TYPE))
        .containsExactly("δ", "ä");
  }

  @Test
  void takesHalfACharacterForNoBackslash() {
    // 0x5C is the second byte of 旬 in JIS X 0208 and of 誠 in GBK.
    assertThat(
            attributes(
                    "\\ISO 2022 IR 87",
                    Tag.IMAGE_TYPE,
                    Vr.LO,
                    HEX.parseHex("1B 24 42 3D 3D 3D 5C 1B 28 42 5C 41"))
                .strings(Tag.IMAGE_TYPE))
        .containsExactly("十旬", "A");
    assertThat(
            attributes("GBK", Tag.IMAGE_TYPE, Vr.LO, HEX.parseHex("D5 5C 5C 41"))
                .strings(Tag.IMAGE_TYPE))
        .containsExactly("誠", "A");
  }

  @Test
  void readsKanjiAndKatakanaSideBySide() {
    // JIS X 0208 in G0 while JIS X 0201 stays in G1
    assertThat(text(Vr.LO, "ISO 2022 IR 13\\ISO 2022 IR 87", "1B 24 42 3B 33 D4 CF 45 44"))
        .isEqualTo("山ﾔﾏ田");
  }

  @Test
  void readsSetsThatWereNotAnnounced() {
    assertThat(text(Vr.LO, "", "1B 24 42 3B 33 1B 28 42 41")).isEqualTo("山A");
    assertThat(text(Vr.LO, "ISO 2022 IR 149", "C8 AB")).isEqualTo("홍");
  }

  @Test
  void leavesUnknownEscapeSequencesOut() {
    assertThat(text(Vr.LO, "ISO_IR 100", "41 1B 25 47 42 1B 2D 5A E4")).isEqualTo("ABä");
    assertThat(text(Vr.LO, "ISO_IR 100", "41 1B 5B 42 1B 2D")).isEqualTo("A\u001B[B\u001B-");
    assertThat(text(Vr.LO, "no such set", "41 E4")).isEqualTo("Aä");
    assertThat(text(Vr.LO, "ISO_IR 192", "41 1B 2D 46 42")).isEqualTo("A\u001B-FB");
  }

  /** Codes and numbers keep to the default repertoire (PS3.5 section 6.1.2.3). */
  @Test
  void readsNoEscapeSequencesInCodes() {
    assertThat(text(Vr.CS, "\\ISO 2022 IR 126", "41 1B 2D 46 42")).isEqualTo("A\u001B-FB");
  }

  @ParameterizedTest
  @CsvSource({
    "ISO_IR 100, Ä",
    "ISO_IR 101, Ä",
    "ISO_IR 109, Ä",
    "ISO_IR 110, Ä",
    "ISO_IR 144, Ф",
    "ISO_IR 127, ؤ",
    "ISO_IR 126, Δ",
    "ISO_IR 148, Ä",
    "ISO_IR 203, Ä",
    "ISO_IR 166, ฤ",
    "ISO_IR 13, ﾄ",
    "ISO 2022 IR 144, Ф"
  })
  void readsEachSingleByteSet(String term, String expected) {
    assertThat(text(Vr.LO, term, "C4")).isEqualTo(expected);
    assertThat(text(Vr.LO, "ISO_IR 138", "E4")).isEqualTo("ה");
  }

  @Test
  void anItemMayHaveASetOfItsOwn() {
    Attributes.Builder parent =
        Attributes.builder().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, ascii("ISO_IR 144"));
    byte[] code = {(byte) 0xC4};
    Attributes inherits = parent.item().put(Tag.CODE_MEANING, Vr.LO, code).build();
    Attributes differs =
        parent
            .item()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, ascii("ISO_IR 126"))
            .put(Tag.CODE_MEANING, Vr.LO, code)
            .build();
    assertThat(inherits.string(Tag.CODE_MEANING)).contains("Ф");
    assertThat(differs.string(Tag.CODE_MEANING)).contains("Δ");
  }
}
