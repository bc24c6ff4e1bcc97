package io.github.thorax4j.dicom;

import io.github.thorax4j.Reading.Refused;
import io.github.thorax4j.dicom.internal.grey.GreyPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a DICOM file is and what would be done with it, read from its header alone. Nothing here
 * identifies a patient. Empty texts stand for absent attributes. Immutable.
 *
 * @param sopClass name and UID
 * @param modality as stored
 * @param view View Position or the meaning of the view code
 * @param bodyPart Body Part Examined or the meaning of the anatomic region's code
 * @param columns of the image
 * @param rows of the image
 * @param bitsAllocated of a cell
 * @param bitsStored of a cell that the value takes
 * @param highBit the value's highest bit in its cell
 * @param signed whether values are signed
 * @param photometricInterpretation as stored
 * @param transferSyntax name and UID
 * @param decodable whether the codec decodes the transfer syntax
 * @param preprocessing what will be done to the stored values, in order
 * @param refusal why the image would be refused, if it would
 */
public record Inspection(
    String sopClass,
    String modality,
    String view,
    String bodyPart,
    OptionalInt columns,
    OptionalInt rows,
    OptionalInt bitsAllocated,
    OptionalInt bitsStored,
    OptionalInt highBit,
    boolean signed,
    String photometricInterpretation,
    String transferSyntax,
    boolean decodable,
    List<String> preprocessing,
    Optional<Refused> refusal) {

  /** Copies the steps. */
  public Inspection {
    preprocessing = List.copyOf(preprocessing);
  }

  /**
   * Inspects a file with the preferred codec and the gate for films.
   *
   * @throws IOException if the header cannot be read
   */
  public static Inspection of(Path file) throws IOException {
    return of(file, DicomCodec.open(), HeaderGate.films());
  }

  /**
   * Inspects a file.
   *
   * @throws IOException if the header cannot be read
   */
  public static Inspection of(Path file, DicomCodec codec, HeaderGate gate) throws IOException {
    DicomHeader header = codec.readHeader(file);
    Attributes a = header.attributes();
    List<String> steps;
    try {
      steps = GreyPipeline.of(a).steps();
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return new Inspection(
        a.string(Tag.SOP_CLASS_UID).map(SopClass::describe).orElse(""),
        a.string(Tag.MODALITY).orElse(""),
        a.string(Tag.VIEW_POSITION).or(() -> meaning(a, Tag.VIEW_CODE_SEQUENCE)).orElse(""),
        a.string(Tag.BODY_PART_EXAMINED)
            .or(() -> meaning(a, Tag.ANATOMIC_REGION_SEQUENCE))
            .orElse(""),
        a.integer(Tag.COLUMNS),
        a.integer(Tag.ROWS),
        a.integer(Tag.BITS_ALLOCATED),
        a.integer(Tag.BITS_STORED),
        a.integer(Tag.HIGH_BIT),
        a.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1,
        a.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse(""),
        TransferSyntax.describe(header.transferSyntax()),
        codec.decodes(header.transferSyntax()),
        steps,
        gate.check(a));
  }

  private static Optional<String> meaning(Attributes attributes, int sequence) {
    return attributes.item(sequence).flatMap(code -> code.string(Tag.CODE_MEANING));
  }

  /** One line for each thing, for people. */
  public List<String> lines() {
    return List.of(
        line("SOP class", sopClass),
        line("modality", modality),
        line("view", view),
        line("body part", bodyPart),
        line("size", number(columns) + " x " + number(rows)),
        line(
            "bits",
            String.format(
                Locale.ROOT,
                "%s of %s, high bit %s, %s",
                number(bitsStored),
                number(bitsAllocated),
                number(highBit),
                signed ? "signed" : "unsigned")),
        line("photometric", photometricInterpretation),
        line("transfer syntax", transferSyntax + (decodable ? "" : ", cannot be decoded")),
        line("preprocessing", String.join("; ", preprocessing)),
        line(
            "gate",
            refusal
                .map(refused -> "refused, " + refused.reason().label() + ": " + refused.detail())
                .orElse("accepted")));
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "?";
  }

  private static String line(String name, String value) {
    return String.format(
        Locale.ROOT, "%-16s %s", name, value.isEmpty() ? "-" : value.replaceAll("\\p{C}", "?"));
  }
}
