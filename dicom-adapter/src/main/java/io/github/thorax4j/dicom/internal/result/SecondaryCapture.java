package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.HeatMapOverlay;
import io.github.thorax4j.dicom.ResultSettings;
import io.github.thorax4j.dicom.SopClass;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A heat map over its film as a picture (PS3.3 section A.8.1), in 8-bit RGB. Its modality is OT, so
 * that nobody takes it for a film.
 */
public final class SecondaryCapture {

  private static final Code SOURCE =
      Code.dcm("121322", "Source image for image processing operation");
  private static final Code ACQUISITION = Code.dcm("109101", "Acquisition Equipment");
  private static final Code PROCESSING = Code.dcm("109102", "Processing Equipment");

  private SecondaryCapture() {}

  /**
   * The data set of the picture of an explanation.
   *
   * @throws IllegalArgumentException if the explanation is of an image of another size or of one
   *     that was declined
   */
  public static Attributes of(
      SourceFilm film, ResultSettings settings, Radiograph radiograph, Explanation explanation) {
    if (!(explanation.outcome() instanceof Outcome.Assessed outcome)) {
      throw new IllegalArgumentException("what was declined gets no heat map");
    }
    Equipment equipment = new Equipment(settings.softwareVersion(), outcome.model());
    ResultUids uids =
        new ResultUids(
            film,
            outcome,
            List.of(settings.softwareVersion(), Integer.toString(settings.pictureSeriesNumber())));
    Attributes.Builder capture = Utf8.dataSet();
    film.addPatientAndStudy(capture);
    film.addContentMoment(capture);
    film.addLossyCompression(capture);
    equipment.addTo(capture);
    capture
        .put(Tag.SOP_CLASS_UID, Vr.UI, SopClass.SECONDARY_CAPTURE.uid())
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, uids.ofFilm("heat map"))
        .put(Tag.MODALITY, Vr.CS, "OT")
        .put(Tag.SERIES_INSTANCE_UID, Vr.UI, uids.ofStudy("series of heat maps"))
        .put(Tag.SERIES_NUMBER, Vr.IS, settings.pictureSeriesNumber())
        .put(Tag.SERIES_DESCRIPTION, Vr.LO, StructuredReport.SERIES_DESCRIPTION)
        .put(Tag.CONVERSION_TYPE, Vr.CS, "WSD")
        .put(Tag.SECONDARY_CAPTURE_DEVICE_MANUFACTURER, Vr.LO, Equipment.MANUFACTURER)
        .put(Tag.SECONDARY_CAPTURE_DEVICE_MODEL_NAME, Vr.LO, equipment.modelName())
        .put(Tag.SECONDARY_CAPTURE_DEVICE_SOFTWARE_VERSIONS, Vr.LO, equipment.softwareVersions())
        .put(Tag.BODY_PART_EXAMINED, Vr.CS, "CHEST")
        .put(Tag.IMAGE_TYPE, Vr.CS, "DERIVED\\SECONDARY")
        .put(Tag.PATIENT_ORIENTATION, Vr.CS, film.hangs() ? "L\\F" : "")
        .put(Tag.BURNED_IN_ANNOTATION, Vr.CS, "YES")
        .put(Tag.DERIVATION_DESCRIPTION, Vr.ST, description(equipment))
        .put(Tag.SOURCE_IMAGE_SEQUENCE, source(film))
        .put(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, equipment(film, equipment));
    addPixels(capture, new HeatMapOverlay().render(radiograph, explanation, film.pixelAspect()));
    return capture.build();
  }

  private static String description(Equipment equipment) {
    return "Map of what moved the answer of "
        + equipment.modelName()
        + ", over the radiograph, with the answer burnt in. "
        + StructuredReport.NOT_FOR_DIAGNOSIS;
  }

  private static Attributes source(SourceFilm film) {
    return film.reference(Utf8.item())
        .put(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, SOURCE.item())
        .build();
  }

  /** What made the film, as far as it says, and what made the picture (PS3.3 C.12.1.1.5). */
  private static List<Attributes> equipment(SourceFilm film, Equipment equipment) {
    List<Attributes> all = new ArrayList<>();
    if (film.value(Tag.MANUFACTURER, Vr.LO).isPresent()) {
      Attributes.Builder made = Utf8.item();
      made.put(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, ACQUISITION.item());
      film.copy(made, Tag.MANUFACTURER, Vr.LO);
      film.copy(made, Tag.MANUFACTURER_MODEL_NAME, Vr.LO);
      film.copy(made, Tag.STATION_NAME, Vr.SH);
      film.copy(made, Tag.DEVICE_SERIAL_NUMBER, Vr.LO);
      film.copy(made, Tag.SOFTWARE_VERSIONS, Vr.LO);
      all.add(made.build());
    }
    all.add(
        equipment
            .addTo(Utf8.item())
            .put(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, PROCESSING.item())
            .build());
    return all;
  }

  private static void addPixels(Attributes.Builder capture, BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] row = new int[width];
    byte[] samples = new byte[3 * width * height];
    int next = 0;
    for (int y = 0; y < height; y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int rgb : row) {
        samples[next++] = (byte) (rgb >> 16);
        samples[next++] = (byte) (rgb >> 8);
        samples[next++] = (byte) rgb;
      }
    }
    capture
        .put(Tag.SAMPLES_PER_PIXEL, Vr.US, 3)
        .put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "RGB")
        .put(Tag.PLANAR_CONFIGURATION, Vr.US, 0)
        .put(Tag.ROWS, Vr.US, height)
        .put(Tag.COLUMNS, Vr.US, width)
        .put(Tag.BITS_ALLOCATED, Vr.US, 8)
        .put(Tag.BITS_STORED, Vr.US, 8)
        .put(Tag.HIGH_BIT, Vr.US, 7)
        .put(Tag.PIXEL_REPRESENTATION, Vr.US, 0)
        .put(Tag.PIXEL_DATA, Vr.OB, samples);
  }
}
