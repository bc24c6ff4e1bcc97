package io.github.thorax4j.imagej;

import ij.ImagePlus;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The DICOM header that ImageJ keeps with an image as lines of text: {@code 0018,0015 Body Part
 * Examined: CHEST}, with {@code >} before the names of what is inside of a sequence of undefined
 * length, and without any mark inside of one with a length.
 *
 * <p>NumberOfFrames is not taken over: ImageJ makes a stack of the frames, and each slice is an
 * image that its user has before him.
 */
final class ImageHeader {

  private static final Pattern LINE =
      Pattern.compile("([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\\s+(>?)[^:]*:(.*)");

  private static final Set<Integer> TEXTS =
      Set.of(
          Tag.SOP_CLASS_UID,
          Tag.MODALITY,
          Tag.BODY_PART_EXAMINED,
          Tag.VIEW_POSITION,
          Tag.PATIENT_ORIENTATION,
          Tag.SAMPLES_PER_PIXEL,
          Tag.PHOTOMETRIC_INTERPRETATION,
          Tag.BITS_ALLOCATED,
          Tag.WINDOW_CENTER,
          Tag.WINDOW_WIDTH,
          Tag.VOI_LUT_FUNCTION,
          Tag.PRESENTATION_LUT_SHAPE);

  private static final Set<Integer> CODES =
      Set.of(Tag.ANATOMIC_REGION_SEQUENCE, Tag.VIEW_CODE_SEQUENCE);

  private static final Set<Integer> CODE_TEXTS = Set.of(Tag.CODE_VALUE, Tag.CODE_MEANING);

  private final Attributes.Builder header = Attributes.builder();
  private int openSequence;
  private Optional<Attributes.Builder> openCode = Optional.empty();

  private ImageHeader() {
    // What Java has as a string is written in any script, whatever set the file is in.
    header.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
  }

  /**
   * The header of a slice, as far as it decides about an image; without attributes if there is
   * none.
   *
   * @param slice from 1
   */
  static Attributes of(ImagePlus image, int slice) {
    // Stacks of several files have each file's header in the slice's label.
    return Optional.ofNullable(image.getStack().getSliceLabel(slice))
        .filter(label -> label.indexOf('\n') > 0)
        .or(() -> Optional.ofNullable(image.getInfoProperty()))
        .map(ImageHeader::parse)
        .orElseGet(Attributes::empty);
  }

  /** The attributes in ImageJ's text. */
  static Attributes parse(String text) {
    ImageHeader parser = new ImageHeader();
    text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(parser::take);
    parser.endCode();
    return parser.header.build();
  }

  private void take(Matcher line) {
    int tag = Integer.parseUnsignedInt(line.group(1) + line.group(2), 16);
    boolean marked = !line.group(3).isEmpty();
    String value = line.group(4);
    if (openCode.isPresent()) {
      if (marked || Integer.compareUnsigned(tag, openSequence) < 0) {
        if (CODE_TEXTS.contains(tag)) {
          openCode.get().put(tag, Vr.LO, value);
        }
        return;
      }
      endCode();
    }
    if (CODES.contains(tag)) {
      openSequence = tag;
      openCode = Optional.of(header.item());
    } else if (!marked && TEXTS.contains(tag)) {
      header.put(tag, Vr.LO, value);
    }
  }

  private void endCode() {
    openCode.ifPresent(code -> header.put(openSequence, code.build()));
    openCode = Optional.empty();
  }
}
