package io.github.thorax4j.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.ExternalProgram;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One film, written anew by dcmtk in every encoding that it knows. */
class EncodingAgreementTest {

  private static final int COLUMNS = 31;
  private static final int ROWS = 23;
  private static final int TRAILING_PADDING = 0xFFFCFFFC;

  @TempDir Path folder;

  private static DicomObject film() {
    return DicomObject.digitalRadiography(
            COLUMNS, ROWS, Phantom.normal(COLUMNS, ROWS, 2).stored(12, false), 12)
        .set(0x00090010, Vr.LO, "A VENDOR")
        .setSequence(0x00091001, DicomObject.empty().set(0x00090010, Vr.LO, "A VENDOR"))
        .set(Tag.STUDY_DESCRIPTION, Vr.LO, "Thorax dorsoventral, Übersicht");
  }

  private void assertSame(Path file) throws Exception {
    DicomImage original = DicomCodec.open().read(film().writeTo(folder.resolve("original.dcm")));
    DicomImage image = DicomCodec.open().read(file);
    assertSame(image.header().attributes(), original.header().attributes());
    for (int i = 0; i < COLUMNS * ROWS; i++) {
      assertThat(image.pixels().cell(i % COLUMNS, i / COLUMNS))
          .isEqualTo(original.pixels().cell(i % COLUMNS, i / COLUMNS));
    }
  }

  /**
   * Group lengths and padding come and go; files may not say what private elements are, but what
   * the test needs is there.
   */
  private static void assertSame(Attributes attributes, Attributes original) {
    NavigableSet<Integer> tags = new TreeSet<>(Integer::compareUnsigned);
    tags.addAll(attributes.tags());
    tags.removeIf(tag -> (tag & 0xFFFF) == 0 || tag == TRAILING_PADDING);
    assertThat(tags).containsExactlyElementsOf(original.tags());
    for (int tag : tags) {
      if (attributes.vr(tag).equals(original.vr(tag))) {
        assertThat(attributes.strings(tag)).isEqualTo(original.strings(tag));
        assertThat(attributes.decimals(tag)).isEqualTo(original.decimals(tag));
        assertThat(attributes.items(tag)).as("%08X", tag).hasSameSizeAs(original.items(tag));
        for (int i = 0; i < original.items(tag).size(); i++) {
          assertSame(attributes.items(tag).get(i), original.items(tag).get(i));
        }
      }
    }
    assertThat(attributes.vr(Tag.VIEW_CODE_SEQUENCE))
        .isEqualTo(original.vr(Tag.VIEW_CODE_SEQUENCE));
    assertThat(attributes.string(Tag.WINDOW_CENTER)).isEqualTo(original.string(Tag.WINDOW_CENTER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+te +g -e", // explicit little endian, group lengths, undefined lengths
        "+te -g +e", // none, defined lengths
        "+te +g +e +p 4096 512", // padding behind the data set and in the items
        "+te +u", // unknown representations as UN
        "+te -u -uc", // without UN and UC: as OB and UT
        "+tb +g -e", // explicit big endian
        "+tb +e",
        "+ti +g -e", // implicit little endian
        "+ti +e +p 1024 128",
        "+td", // deflated
        "+td +cl 9 +p 2048 64",
        "-F +te", // without file meta
        "-F +ti",
        "-F +tb"
      })
  void readsWhatDcmtkWrites(String options) throws Exception {
    ExternalProgram dcmconv = ExternalProgram.require("dcmconv", "dcmtk");
    Path source = film().writeTo(folder.resolve("source.dcm"));
    Path target = folder.resolve("target.dcm");
    String[] arguments = (options + " -q " + source + " " + target).trim().split(" +", -1);
    assertThat(dcmconv.run(arguments)).isEmpty();
    assertThat(Files.size(target)).isPositive();
    assertSame(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--implicit", "--explicit", "--raw"})
  void readsWhatGdcmWrites(String option) throws Exception {
    ExternalProgram gdcmconv = ExternalProgram.require("gdcmconv", "libgdcm-tools");
    Path source = film().writeTo(folder.resolve("source.dcm"));
    Path target = folder.resolve("target.dcm");
    gdcmconv.run(option, source.toString(), target.toString());
    assertSame(target);
  }
}
