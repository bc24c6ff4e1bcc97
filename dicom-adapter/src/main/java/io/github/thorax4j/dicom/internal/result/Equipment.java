package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.dicom.internal.DerivedUid;
import java.util.List;

/**
 * What makes results, as equipment (PS3.3 section C.7.5.2): a program with a model. The serial
 * number is the SHA-256 of the model's weights, for that is what two copies of a model have in
 * common and no two models.
 *
 * @param softwareVersion the program's version
 * @param model the model
 */
record Equipment(String softwareVersion, ModelIdentity model) {

  static final String MANUFACTURER = "thorax4j";

  private static final int LONGEST = 64;

  /** The model's name, as a value of LO: what cannot be written in one becomes a question mark. */
  String modelName() {
    return line(model.name());
  }

  String serialNumber() {
    return model.sha256();
  }

  /** The program's version and the model's. */
  String softwareVersions() {
    return softwareVersion + "\\" + line(model.name() + " " + model.version());
  }

  /** A UID of this program with this model. */
  String uid() {
    return DerivedUid.of(
        List.of(
            MANUFACTURER,
            "device",
            softwareVersion,
            model.name(),
            model.version(),
            model.sha256()));
  }

  /** Adds the attributes of equipment. */
  Attributes.Builder addTo(Attributes.Builder result) {
    return result
        .put(Tag.MANUFACTURER, Vr.LO, MANUFACTURER)
        .put(Tag.MANUFACTURER_MODEL_NAME, Vr.LO, modelName())
        .put(Tag.DEVICE_SERIAL_NUMBER, Vr.LO, serialNumber())
        .put(Tag.SOFTWARE_VERSIONS, Vr.LO, softwareVersions());
  }

  static String line(String text) {
    String printable = text.replaceAll("[\\p{Cc}\\p{Cs}\\\\]", "?").strip();
    int length = printable.codePointCount(0, printable.length());
    String cut =
        length <= LONGEST
            ? printable
            : printable.substring(0, printable.offsetByCodePoints(0, LONGEST));
    return cut.isEmpty() ? "?" : cut;
  }
}
