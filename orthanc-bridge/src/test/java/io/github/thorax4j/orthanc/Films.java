package io.github.thorax4j.orthanc;

import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.TransferSyntax;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What modalities send. Objects of the same patient are in one study, each in a series of its own;
 * the same patient and kind give the same bytes.
 */
final class Films {

  private static final int WIDTH = 192;
  private static final int HEIGHT = 224;
  private static final int DRAWN = 6;
  private static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";

  private final List<Phantom> chests = new ArrayList<>();
  private final Phantom lateral = Phantom.lateral(WIDTH, HEIGHT, 1);
  private final Phantom hand = Phantom.hand(WIDTH, HEIGHT, 1);

  Films() {
    for (int seed = 0; seed < DRAWN; seed++) {
      chests.add(
          seed % 2 == 0
              ? Phantom.normal(WIDTH, HEIGHT, seed)
              : Phantom.pneumonia(WIDTH, HEIGHT, seed));
    }
  }

  /** What an object shows, and so what the bridge has to do. */
  enum Kind {
    /** A frontal chest: gets results. */
    CHEST,
    /** A lateral chest, by its header. */
    LATERAL,
    /** A hand, by its header. */
    HAND,
    /** A slice. */
    CT,
    /** A chest by its header, whose pixels nobody can decode. */
    BROKEN
  }

  /**
   * A file to send.
   *
   * @param file where it is
   * @param kind what it shows
   * @param sopInstance its SOP Instance UID
   */
  record Sent(Path file, Kind kind, String sopInstance) {}

  /** An object. */
  DicomObject object(Kind kind, int patient) {
    DicomObject object =
        switch (kind) {
          case CHEST -> chest(patient);
          case LATERAL -> film(lateral).set(Tag.VIEW_POSITION, Vr.CS, "LL");
          case HAND ->
              film(hand)
                  .set(Tag.BODY_PART_EXAMINED, Vr.CS, "HAND")
                  .remove(Tag.ANATOMIC_REGION_SEQUENCE);
          case CT ->
              film(chests.get(0))
                  .set(Tag.SOP_CLASS_UID, Vr.UI, CT_IMAGE)
                  .set(Tag.MODALITY, Vr.CS, "CT");
          case BROKEN -> broken(patient);
        };
    String name = kind + " " + patient;
    return object
        .set(Tag.PATIENT_ID, Vr.LO, "P" + patient)
        .set(Tag.PATIENT_NAME, Vr.PN, "MÜLLER^JÖRG " + patient)
        .set(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomObject.uid("study " + patient))
        .set(Tag.SERIES_INSTANCE_UID, Vr.UI, DicomObject.uid("series " + name))
        .set(Tag.SOP_INSTANCE_UID, Vr.UI, sopInstance(kind, patient));
  }

  /** The SOP Instance UID of an object. */
  static String sopInstance(Kind kind, int patient) {
    return DicomObject.uid("instance " + kind + " " + patient);
  }

  /** Writes an object. */
  Sent write(Path folder, Kind kind, int patient) throws IOException {
    Files.createDirectories(folder);
    Path file =
        folder.resolve(
            String.format(
                Locale.ROOT, "%05d-%s.dcm", patient, kind.name().toLowerCase(Locale.ROOT)));
    return new Sent(object(kind, patient).writeTo(file), kind, sopInstance(kind, patient));
  }

  /**
   * Writes what comes in over a day: of ten objects six chest films, a lateral view of one of their
   * patients, a hand, a slice and a broken film; every tenth of them is sent twice. In an order
   * that chance gives, always the same.
   *
   * @param count how many are sent, a multiple of eleven is exact
   */
  List<Sent> mixed(Path folder, int count) throws IOException {
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; sent.size() < count; i++) {
      Kind kind =
          switch (i % 10) {
            case 6 -> Kind.LATERAL;
            case 7 -> Kind.HAND;
            case 8 -> Kind.CT;
            case 9 -> Kind.BROKEN;
            default -> Kind.CHEST;
          };
      sent.add(write(folder, kind, kind == Kind.LATERAL ? i - 1 : i));
      if (i % 10 == 0 && sent.size() < count) {
        sent.add(sent.get(sent.size() - 1));
      }
    }
    Collections.shuffle(sent, new Random(count));
    return List.copyOf(sent);
  }

  private DicomObject chest(int patient) {
    Phantom phantom = chests.get(patient % DRAWN);
    return switch (patient % 3) {
      case 0 -> film(phantom);
      case 1 ->
          DicomObject.digitalRadiography(WIDTH, HEIGHT, phantom.stored(8, false), 8)
              .encodedAs(TransferSyntax.JPEG_BASELINE);
      default ->
          DicomObject.computedRadiography(WIDTH, HEIGHT, phantom.stored(10, true), 10)
              .set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME1");
    };
  }

  private static DicomObject film(Phantom phantom) {
    return DicomObject.digitalRadiography(WIDTH, HEIGHT, phantom.stored(12, false), 12);
  }

  private DicomObject broken(int patient) {
    byte[] noise = new byte[2_000];
    new Random(patient).nextBytes(noise);
    return film(chests.get(patient % DRAWN)).fragments(TransferSyntax.JPEG_BASELINE.uid(), noise);
  }
}
