package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.testdata.ExternalProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Part10WriterTest {

  private static final int STUDY_DESCRIPTION = 0x0008_1030;
  private static final int PRIVATE = 0x0009_1001;

  @TempDir private Path folder;

  private static Attributes.Builder object() {
    return Attributes.builder()
        .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
        .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.3")
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.45");
  }

  private static Attributes nested() {
    Attributes.Builder object = object();
    Attributes code =
        object.item().put(Tag.CODE_VALUE, Vr.SH, "1").put(Tag.CODE_MEANING, Vr.LO, "胸").build();
    return object
        .put(STUDY_DESCRIPTION, Vr.LO, "Röntgen")
        .put(Tag.IMAGE_TYPE, Vr.CS, "DERIVED\\SECONDARY")
        .put(Tag.ROWS, Vr.US, 65535)
        .put(PRIVATE, Vr.OB, new byte[] {1, 2, 3})
        .put(Tag.VIEW_CODE_SEQUENCE, List.of(code, Attributes.empty()))
        .build();
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, to);
  }

  @Test
  void encodesElementsAsTheStandardSays() {
    // Written by hand from PS3.5 sections 7.1.2 and 7.5.
    Attributes dataSet =
        Attributes.builder()
            .put(Tag.VIEW_CODE_SEQUENCE, Attributes.builder().put(Tag.ROWS, Vr.US, 258).build())
            .put(Tag.MODALITY, Vr.CS, "OTX")
            .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2")
            .put(Tag.PIXEL_DATA, Vr.OB, new byte[] {9})
            .put(Tag.BODY_PART_EXAMINED, Vr.CS, "")
            .build();
    assertThat(HexFormat.of().formatHex(DataSetWriter.encode(dataSet)))
        .isEqualTo(
            "08001600"
                + "5549"
                + "0400"
                + "312e3200"
                + "08006000"
                + "4353"
                + "0400"
                + "4f545820"
                + "18001500"
                + "4353"
                + "0000"
                + "54002002"
                + "5351"
                + "0000"
                + "12000000"
                + "feff00e0"
                + "0a000000"
                + "28001000"
                + "5553"
                + "0200"
                + "0201"
                + "e07f1000"
                + "4f42"
                + "0000"
                + "02000000"
                + "0900");
  }

  @Test
  void laysOutTheFile() {
    byte[] file = Part10Writer.encode(object().build());
    assertThat(Arrays.copyOf(file, 128)).containsOnly(0);
    assertThat(new String(file, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
    assertThat(hex(file, 132, 140)).isEqualTo("02000000" + "554c" + "0400");
    int groupLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
    assertThat(hex(file, 144, 158)).isEqualTo("02000100" + "4f42" + "0000" + "02000000" + "0001");
    assertThat(hex(file, 144 + groupLength, 150 + groupLength)).isEqualTo("08000500" + "4353");
  }

  @Test
  void readsBackAsItWas() throws IOException {
    Attributes written = nested();
    Path file = Files.write(folder.resolve("nested.dcm"), Part10Writer.encode(written));
    DicomHeader header = new BuiltInCodec().readHeader(file);
    assertThat(header.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
    Attributes read = header.attributes();
    assertThat(read.tags()).isEqualTo(written.tags());
    assertThat(read.string(STUDY_DESCRIPTION)).contains("Röntgen");
    assertThat(read.strings(Tag.IMAGE_TYPE)).containsExactly("DERIVED", "SECONDARY");
    assertThat(read.integer(Tag.ROWS)).hasValue(65535);
    assertThat(read.bytes(PRIVATE)).contains(new byte[] {1, 2, 3, 0});
    List<Attributes> codes = read.items(Tag.VIEW_CODE_SEQUENCE);
    assertThat(codes).hasSize(2);
    assertThat(codes.get(0).string(Tag.CODE_MEANING)).contains("胸");
    assertThat(codes.get(1).tags()).isEmpty();
  }

  @Test
  void readsBackAValueThatIsTooLongForItsForm() throws IOException {
    byte[] table = new byte[0xFFFF];
    Arrays.fill(table, (byte) 7);
    Attributes written = object().put(Tag.LUT_DESCRIPTOR, Vr.US, table).build();
    Path file = Files.write(folder.resolve("long.dcm"), Part10Writer.encode(written));
    assertThat(new BuiltInCodec().readHeader(file).attributes().bytes(Tag.LUT_DESCRIPTOR))
        .contains(Arrays.copyOf(table, 0x10000));
  }

  @Test
  void dcmtkReadsTheSame() throws IOException, InterruptedException {
    ExternalProgram dcmdump = ExternalProgram.require("dcmdump", "dcmtk");
    Path file = Files.write(folder.resolve("nested.dcm"), Part10Writer.encode(nested()));
    assertThat(dcmdump.run("-E", file.toString()).replaceAll(" +", " "))
        .contains("(0002,0002) UI [1.2.3] # 6, 1 MediaStorageSOPClassUID")
        .contains("(0002,0003) UI [1.2.3.45] # 8, 1 MediaStorageSOPInstanceUID")
        .contains("(0002,0010) UI =LittleEndianExplicit # 20, 1 TransferSyntaxUID")
        .contains("(0002,0013) SH [THORAX4J] # 8, 1 ImplementationVersionName")
        .contains("(0008,0008) CS [DERIVED\\SECONDARY] # 18, 2 ImageType")
        .contains("(0009,1001) OB 01\\02\\03\\00 # 4, 1")
        .contains("(0028,0010) US 65535 # 2, 1 Rows")
        .contains("(0054,0220) SQ (Sequence with explicit length #=2)")
        .doesNotContain("Warning");
  }

  @Test
  void refusesWhatIsNoObject() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part10Writer.encode(Attributes.empty()))
        .withMessage("an object has (0008,0016)");
    Attributes meta = object().put(Tag.TRANSFER_SYNTAX_UID, Vr.UI, "1.2").build();
    assertThatIllegalArgumentException().isThrownBy(() -> Part10Writer.encode(meta));
    Attributes.Builder builder = object();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(Tag.ROWS, Vr.US, 65536));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(Tag.ROWS, Vr.US, "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put(Tag.ROWS, Vr.OW, 1));
  }
}
