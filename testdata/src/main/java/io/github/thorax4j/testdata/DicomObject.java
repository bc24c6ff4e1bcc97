package io.github.thorax4j.testdata;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A DICOM object (PS3.10 file, or an item of a sequence) that a test puts together attribute by
 * attribute, right or wrong. Nothing is checked that a test may want to get wrong: no value
 * multiplicity, no VR against the dictionary, no module. Mutable, not thread-safe.
 *
 * <p>Elements of group 0002 set or removed here replace those that {@link #toBytes()} would write
 * itself; that is how a file that lies about its transfer syntax is made. Private elements are set
 * like any other, their creator too.
 */
public final class DicomObject {

  /** SOP class Computed Radiography Image Storage. */
  public static final String COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1";

  /** SOP class Digital X-Ray Image Storage - For Presentation. */
  public static final String DIGITAL_XRAY = "1.2.840.10008.5.1.4.1.1.1.1";

  /** SOP class Digital X-Ray Image Storage - For Processing. */
  public static final String DIGITAL_XRAY_FOR_PROCESSING = "1.2.840.10008.5.1.4.1.1.1.1.1";

  /** SOP class Secondary Capture Image Storage. */
  public static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

  private static final int UNDEFINED = -1;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int META_GROUP_LENGTH = 0x00020000;
  private static final int META_VERSION = 0x00020001;

  private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
  private final Set<Integer> leftOut = new HashSet<>();
  private final Map<Integer, Integer> declaredLengths = new HashMap<>();
  private TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
  private Optional<String> encapsulatedSyntax = Optional.empty();
  private float jpegQuality = 0.95f;
  private boolean preamble = true;
  private byte[] preambleBytes = new byte[128];
  private boolean fileMeta = true;
  private boolean undefinedLengths;

  private DicomObject() {}

  /** An element's value representation and value. */
  private record Element(Vr vr, Value value) {}

  private sealed interface Value {}

  /** Text, numbers or bytes, encoded when the byte order and the character set are known. */
  @FunctionalInterface
  private non-sealed interface Plain extends Value {
    byte[] encode(ByteOrder order, Charset text);
  }

  private record Items(List<DicomObject> items) implements Value {}

  private record Frames(int columns, int rows, PixelFormat format, List<int[]> frames)
      implements Value {}

  private record Fragments(List<byte[]> fragments, boolean oneEachFrame) implements Value {}

  // ---- making ----

  /** An object without any attribute; also for items of sequences. */
  public static DicomObject empty() {
    return new DicomObject();
  }

  /**
   * A computed radiograph of the chest, postero-anterior, MONOCHROME2, with every attribute of its
   * IOD (PS3.3 section A.2) that must have a value.
   *
   * @param stored {@code columns * rows} stored values
   * @param bitsStored 1 to 16
   */
  public static DicomObject computedRadiography(
      int columns, int rows, int[] stored, int bitsStored) {
    return chest(COMPUTED_RADIOGRAPHY, "CR", columns, rows, stored, bitsStored)
        .set(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL", "PRIMARY")
        .set(Tag.BODY_PART_EXAMINED, Vr.CS, "CHEST")
        .set(Tag.VIEW_POSITION, Vr.CS, "PA")
        .set(Tag.IMAGER_PIXEL_SPACING, Vr.DS, "0.7", "0.7");
  }

  /**
   * A digital radiograph of the chest for presentation, postero-anterior, MONOCHROME2, with every
   * attribute of its IOD (PS3.3 section A.26) that must have a value.
   *
   * @param stored {@code columns * rows} stored values
   * @param bitsStored 6 to 16
   */
  public static DicomObject digitalRadiography(
      int columns, int rows, int[] stored, int bitsStored) {
    return chest(DIGITAL_XRAY, "DX", columns, rows, stored, bitsStored)
        .set(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL", "PRIMARY", "")
        .set(Tag.PRESENTATION_INTENT_TYPE, Vr.CS, "FOR PRESENTATION")
        .set(Tag.BODY_PART_EXAMINED, Vr.CS, "CHEST")
        .set(Tag.VIEW_POSITION, Vr.CS, "PA")
        .set(Tag.IMAGER_PIXEL_SPACING, Vr.DS, "0.7", "0.7")
        .set(Tag.POSITIONER_TYPE, Vr.CS, "NONE")
        .set(Tag.DETECTOR_TYPE, Vr.CS, "DIRECT")
        .set(Tag.ACQUISITION_DATE_TIME, Vr.DT, "20000101120000")
        .set(Tag.IMAGE_LATERALITY, Vr.CS, "U")
        .set(Tag.PIXEL_INTENSITY_RELATIONSHIP, Vr.CS, "LOG")
        .set(Tag.PIXEL_INTENSITY_RELATIONSHIP_SIGN, Vr.SS, 1)
        .set(Tag.RESCALE_INTERCEPT, Vr.DS, "0")
        .set(Tag.RESCALE_SLOPE, Vr.DS, "1")
        .set(Tag.RESCALE_TYPE, Vr.LO, "US")
        .set(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, "IDENTITY")
        .set(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, "00")
        .set(Tag.BURNED_IN_ANNOTATION, Vr.CS, "NO")
        .setEmpty(Tag.ACQUISITION_CONTEXT_SEQUENCE, Vr.SQ)
        .setSequence(Tag.ANATOMIC_REGION_SEQUENCE, code("51185008", "SCT", "Chest"))
        .setSequence(Tag.VIEW_CODE_SEQUENCE, code("272479007", "SCT", "postero-anterior"))
        .window(Math.scalb(1.0, bitsStored - 1), Math.scalb(1.0, bitsStored));
  }

  /**
   * A secondary capture of an eight-bit MONOCHROME2 image whose modality says CR, as public
   * collections of films publish them.
   *
   * @param stored {@code columns * rows} values, 0 to 255
   */
  public static DicomObject secondaryCapture(int columns, int rows, int[] stored) {
    return chest(SECONDARY_CAPTURE, "CR", columns, rows, stored, 8)
        .set(Tag.IMAGE_TYPE, Vr.CS, "DERIVED", "SECONDARY")
        .set(Tag.CONVERSION_TYPE, Vr.CS, "WSD")
        .set(Tag.BODY_PART_EXAMINED, Vr.CS, "CHEST")
        .set(Tag.VIEW_POSITION, Vr.CS, "PA");
  }

  private static DicomObject chest(
      String sopClass, String modality, int columns, int rows, int[] stored, int bitsStored) {
    PixelFormat format = PixelFormat.grey(bitsStored);
    String study = digest(sopClass + " " + columns + "x" + rows, format.pack(stored));
    return new DicomObject()
        .set(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100")
        .set(Tag.SOP_CLASS_UID, Vr.UI, sopClass)
        .set(Tag.SOP_INSTANCE_UID, Vr.UI, uid(study + " instance"))
        .set(Tag.STUDY_INSTANCE_UID, Vr.UI, uid(study + " study"))
        .set(Tag.SERIES_INSTANCE_UID, Vr.UI, uid(study + " series"))
        .set(Tag.STUDY_DATE, Vr.DA, "20000101")
        .set(Tag.STUDY_TIME, Vr.TM, "120000")
        .set(Tag.CONTENT_DATE, Vr.DA, "20000101")
        .set(Tag.CONTENT_TIME, Vr.TM, "120000")
        .setEmpty(Tag.ACCESSION_NUMBER, Vr.SH)
        .set(Tag.MODALITY, Vr.CS, modality)
        .set(Tag.MANUFACTURER, Vr.LO, "thorax4j")
        .set(Tag.MANUFACTURER_MODEL_NAME, Vr.LO, "synthetic phantom")
        .setEmpty(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN)
        .set(Tag.PATIENT_NAME, Vr.PN, "SYNTHETIC^PHANTOM")
        .set(Tag.PATIENT_ID, Vr.LO, "SYNTHETIC")
        .setEmpty(Tag.PATIENT_BIRTH_DATE, Vr.DA)
        .set(Tag.PATIENT_SEX, Vr.CS, "O")
        .set(Tag.STUDY_ID, Vr.SH, "1")
        .set(Tag.SERIES_NUMBER, Vr.IS, "1")
        .set(Tag.INSTANCE_NUMBER, Vr.IS, "1")
        .set(Tag.PATIENT_ORIENTATION, Vr.CS, "L", "F")
        .pixels(columns, rows, format, stored);
  }

  /** An item of a code sequence (PS3.3 section 8). */
  public static DicomObject code(String value, String scheme, String meaning) {
    return new DicomObject()
        .set(Tag.CODE_VALUE, Vr.SH, value)
        .set(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, scheme)
        .set(Tag.CODE_MEANING, Vr.LO, meaning);
  }

  /** A UID under 2.25 (PS3.5 section B.2) that depends on the text alone. */
  public static String uid(String text) {
    String hex = digest(text, new byte[0]).substring(0, 32);
    return "2.25." + new BigInteger(hex, 16);
  }

  private static String digest(String text, byte[] bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(text.getBytes(StandardCharsets.UTF_8));
      return String.format(Locale.ROOT, "%064x", new BigInteger(1, sha.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  // ---- attributes ----

  /** Sets an element to text values, joined with backslashes; also decimal and integer strings. */
  public DicomObject set(int tag, Vr vr, String... values) {
    String joined = String.join("\\", values);
    return put(tag, vr, (Plain) (order, text) -> joined.getBytes(text));
  }

  /**
   * Sets an element to binary integers, as wide as the VR's values: bytes for OB and UN, words for
   * OW. Text representations take the decimal digits. AT takes tags.
   */
  public DicomObject set(int tag, Vr vr, int... values) {
    if (vr == Vr.FL || vr == Vr.FD || vr == Vr.OF || vr == Vr.OD) {
      return set(tag, vr, Arrays.stream(values).asDoubleStream().toArray());
    }
    if (!vr.binary()) {
      return set(tag, vr, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
    }
    int[] copy = values.clone();
    return put(
        tag,
        vr,
        (Plain)
            (order, text) -> {
              int size = vr == Vr.AT ? 4 : vr.unit();
              ByteBuffer out = ByteBuffer.allocate(copy.length * size).order(order);
              for (int value : copy) {
                switch (size) {
                  case 1 -> out.put((byte) value);
                  case 2 -> out.putShort((short) value);
                  case 8 -> out.putLong(value);
                  default -> {
                    if (vr == Vr.AT) {
                      out.putShort((short) (value >>> 16)).putShort((short) value);
                    } else {
                      out.putInt(value);
                    }
                  }
                }
              }
              return out.array();
            });
  }

  /** Sets an element to real numbers: FL, FD, OF, OD binary, any other VR as decimal text. */
  public DicomObject set(int tag, Vr vr, double... values) {
    double[] copy = values.clone();
    return switch (vr) {
      case FL, OF ->
          put(
              tag,
              vr,
              (Plain)
                  (order, text) -> {
                    ByteBuffer out = ByteBuffer.allocate(copy.length * 4).order(order);
                    for (double value : copy) {
                      out.putFloat((float) value);
                    }
                    return out.array();
                  });
      case FD, OD ->
          put(
              tag,
              vr,
              (Plain)
                  (order, text) -> {
                    ByteBuffer out = ByteBuffer.allocate(copy.length * 8).order(order);
                    for (double value : copy) {
                      out.putDouble(value);
                    }
                    return out.array();
                  });
      default ->
          set(tag, vr, Arrays.stream(copy).mapToObj(Double::toString).toArray(String[]::new));
    };
  }

  /** Sets an element to bytes that are written as they are, in any byte order, padded if odd. */
  public DicomObject setBytes(int tag, Vr vr, byte[] value) {
    byte[] copy = value.clone();
    return put(tag, vr, (Plain) (order, text) -> copy);
  }

  /** Sets an element without value, or a sequence without items. */
  public DicomObject setEmpty(int tag, Vr vr) {
    return vr == Vr.SQ
        ? put(tag, vr, new Items(List.of()))
        : put(tag, vr, (Plain) (order, text) -> new byte[0]);
  }

  /** Sets a sequence; the items are taken as they are when the object is written. */
  public DicomObject setSequence(int tag, DicomObject... items) {
    return put(tag, Vr.SQ, new Items(List.of(items)));
  }

  /** Takes an element away; of group 0002, keeps it from being written. */
  public DicomObject remove(int tag) {
    elements.remove(tag);
    leftOut.add(tag);
    return this;
  }

  private DicomObject put(int tag, Vr vr, Value value) {
    elements.put(tag, new Element(vr, value));
    leftOut.remove(tag);
    return this;
  }

  /** Sets a linear window: centre and width, in units of the modality LUT's output. */
  public DicomObject window(double centre, double width) {
    return set(Tag.WINDOW_CENTER, Vr.DS, centre).set(Tag.WINDOW_WIDTH, Vr.DS, width);
  }

  // ---- pixels ----

  /**
   * Sets the pixel data and every attribute that describes it.
   *
   * @param frames one or more frames of {@code columns * rows * samplesPerPixel} stored values, in
   *     the order they are stored in
   * @throws IllegalArgumentException if a frame has another length or a value does not fit; to
   *     write cells with rubbish in unused bits, set {@link Tag#PIXEL_DATA} itself
   */
  public DicomObject pixels(int columns, int rows, PixelFormat format, int[]... frames) {
    List<int[]> copies = new ArrayList<>();
    for (int[] frame : frames) {
      if (frame.length != columns * rows * format.samplesPerPixel()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d values do not fill %dx%dx%d",
                frame.length,
                columns,
                rows,
                format.samplesPerPixel()));
      }
      format.pack(frame); // refuses values that do not fit
      copies.add(frame.clone());
    }
    encapsulatedSyntax = Optional.empty();
    if (copies.size() > 1) {
      set(Tag.NUMBER_OF_FRAMES, Vr.IS, copies.size());
    }
    if (format.samplesPerPixel() > 1) {
      set(Tag.PLANAR_CONFIGURATION, Vr.US, format.planar() ? 1 : 0);
    }
    return set(Tag.SAMPLES_PER_PIXEL, Vr.US, format.samplesPerPixel())
        .set(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, format.photometricInterpretation())
        .set(Tag.ROWS, Vr.US, rows)
        .set(Tag.COLUMNS, Vr.US, columns)
        .set(Tag.BITS_ALLOCATED, Vr.US, format.bitsAllocated())
        .set(Tag.BITS_STORED, Vr.US, format.bitsStored())
        .set(Tag.HIGH_BIT, Vr.US, format.highBit())
        .set(Tag.PIXEL_REPRESENTATION, Vr.US, format.signed() ? 1 : 0)
        .put(
            Tag.PIXEL_DATA,
            format.bitsAllocated() <= 8 ? Vr.OB : Vr.OW,
            new Frames(columns, rows, format, List.copyOf(copies)));
  }

  /**
   * Sets compressed pixel data (PS3.5 section A.4) and the transfer syntax it is in; the attributes
   * that describe the pixels stay as they are. The offset table is left empty.
   *
   * @param transferSyntaxUid what the file meta information declares
   * @param fragments the fragments in order; those of odd length get a zero appended
   */
  public DicomObject fragments(String transferSyntaxUid, byte[]... fragments) {
    encapsulatedSyntax = Optional.of(transferSyntaxUid);
    return put(
        Tag.PIXEL_DATA,
        Vr.OB,
        new Fragments(Arrays.stream(fragments).map(byte[]::clone).toList(), false));
  }

  // ---- encoding ----

  /** How to write it; {@link TransferSyntax#EXPLICIT_LITTLE_ENDIAN} unless said otherwise. */
  public DicomObject encodedAs(TransferSyntax newSyntax) {
    syntax = Objects.requireNonNull(newSyntax);
    return this;
  }

  /** The quality of JPEG baseline, above 0 to 1; 0.95 unless said otherwise. */
  public DicomObject jpegQuality(float quality) {
    jpegQuality = quality;
    return this;
  }

  /** Writes neither the 128 bytes of preamble nor the letters DICM. */
  public DicomObject withoutPreamble() {
    preamble = false;
    return this;
  }

  /**
   * Writes these bytes as the preamble.
   *
   * @param bytes at most 128, filled up with zeros
   */
  public DicomObject preamble(byte[] bytes) {
    if (bytes.length > 128) {
      throw new IllegalArgumentException("a preamble has 128 bytes, not " + bytes.length);
    }
    preamble = true;
    preambleBytes = Arrays.copyOf(bytes, 128);
    return this;
  }

  /** Writes no group 0002. */
  public DicomObject withoutFileMeta() {
    fileMeta = false;
    return this;
  }

  /** Writes sequences and items with undefined length and delimiters. */
  public DicomObject undefinedLengths() {
    undefinedLengths = true;
    return this;
  }

  /**
   * Writes another length into an element's header than its value has.
   *
   * @param length 32 bits, of which short forms write the lower 16; -1 is undefined
   */
  public DicomObject declareLength(int tag, int length) {
    declaredLengths.put(tag, length);
    return this;
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written
   */
  public Path writeTo(Path file) throws IOException {
    return Files.write(file, toBytes());
  }

  /**
   * The file's bytes.
   *
   * @throws IllegalStateException if the pixels cannot be encoded in the transfer syntax
   */
  public byte[] toBytes() {
    String syntaxUid = encapsulatedSyntax.orElse(syntax.uid());
    boolean encapsulated = encapsulatedSyntax.isPresent() || syntax == TransferSyntax.JPEG_BASELINE;
    Coding coding =
        encapsulated
            ? Coding.EXPLICIT_LITTLE
            : switch (syntax) {
              case IMPLICIT_LITTLE_ENDIAN -> Coding.IMPLICIT_LITTLE;
              case EXPLICIT_BIG_ENDIAN -> Coding.EXPLICIT_BIG;
              default -> Coding.EXPLICIT_LITTLE;
            };
    DicomObject prepared = encapsulated ? compressed() : this;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    prepared.writeElements(data, coding, false, undefinedLengths);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (preamble) {
      out.writeBytes(preambleBytes);
      out.writeBytes(new byte[] {'D', 'I', 'C', 'M'});
    }
    if (fileMeta) {
      out.writeBytes(metaInformation(syntaxUid));
    }
    out.writeBytes(
        !encapsulated && syntax == TransferSyntax.DEFLATED
            ? deflate(data.toByteArray())
            : data.toByteArray());
    return out.toByteArray();
  }

  private byte[] metaInformation(String syntaxUid) {
    DicomObject meta = new DicomObject();
    meta.setBytes(META_VERSION, Vr.OB, new byte[] {0, 1})
        .set(Tag.TRANSFER_SYNTAX_UID, Vr.UI, syntaxUid)
        .set(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, uid("thorax4j testdata"))
        .set(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, "THORAX4J_TEST");
    Element sopClass = elements.get(Tag.SOP_CLASS_UID);
    if (sopClass != null) {
      meta.elements.put(Tag.MEDIA_STORAGE_SOP_CLASS_UID, sopClass);
    }
    Element sopInstance = elements.get(Tag.SOP_INSTANCE_UID);
    if (sopInstance != null) {
      meta.elements.put(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, sopInstance);
    }
    elements.forEach(
        (tag, element) -> {
          if (isMeta(tag)) {
            meta.elements.put(tag, element);
          }
        });
    leftOut.forEach(meta.elements::remove);
    meta.declaredLengths.putAll(declaredLengths);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    Element ownLength = meta.elements.remove(META_GROUP_LENGTH);
    meta.writeElements(rest, Coding.EXPLICIT_LITTLE, true, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!leftOut.contains(META_GROUP_LENGTH)) {
      DicomObject length = new DicomObject().set(META_GROUP_LENGTH, Vr.UL, rest.size());
      if (ownLength != null) {
        length.elements.put(META_GROUP_LENGTH, ownLength);
      }
      length.writeElements(out, Coding.EXPLICIT_LITTLE, true, false);
    }
    out.writeBytes(rest.toByteArray());
    return out.toByteArray();
  }

  private static boolean isMeta(int tag) {
    return tag >>> 16 == 2;
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      if (out.size() % 2 != 0) {
        out.write(0);
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private enum Coding {
    IMPLICIT_LITTLE(ByteOrder.LITTLE_ENDIAN, false),
    EXPLICIT_LITTLE(ByteOrder.LITTLE_ENDIAN, true),
    EXPLICIT_BIG(ByteOrder.BIG_ENDIAN, true);

    private final ByteOrder order;
    private final boolean explicit;

    Coding(ByteOrder order, boolean explicit) {
      this.order = order;
      this.explicit = explicit;
    }
  }

  private Charset charset(Coding coding) {
    Element element = elements.get(Tag.SPECIFIC_CHARACTER_SET);
    boolean utf8 =
        element != null
            && element.value() instanceof Plain plain
            && new String(
                    plain.encode(coding.order, StandardCharsets.US_ASCII),
                    StandardCharsets.US_ASCII)
                .contains("ISO_IR 192");
    return utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }

  private void writeElements(
      ByteArrayOutputStream out, Coding coding, boolean meta, boolean undefined) {
    Charset text = charset(coding);
    for (Map.Entry<Integer, Element> entry : elements.entrySet()) {
      int tag = entry.getKey();
      if (isMeta(tag) != meta) {
        continue;
      }
      Vr vr = entry.getValue().vr();
      Value value = entry.getValue().value();
      if (value instanceof Items items) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (DicomObject item : items.items()) {
          item.writeItem(content, coding, undefined);
        }
        writeHeader(out, coding, tag, vr, undefined ? UNDEFINED : content.size());
        out.writeBytes(content.toByteArray());
        if (undefined) {
          writeHeader(out, coding, SEQUENCE_END, Vr.UN, 0);
        }
      } else if (value instanceof Fragments fragments) {
        writeHeader(out, coding, tag, vr, UNDEFINED);
        writeFragments(out, coding, fragments);
      } else {
        byte[] bytes = padded(plainBytes(value, vr, coding, text), vr);
        writeHeader(out, coding, tag, vr, bytes.length);
        out.writeBytes(bytes);
      }
    }
  }

  private static byte[] plainBytes(Value value, Vr vr, Coding coding, Charset text) {
    if (value instanceof Plain plain) {
      return plain.encode(coding.order, text);
    }
    Frames pixels = (Frames) value;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (pixels.format().bitsAllocated() % 8 == 0) {
      pixels.frames().forEach(frame -> out.writeBytes(pixels.format().pack(frame)));
    } else {
      // Frames of odd cells follow each other without padding.
      int[] all = pixels.frames().stream().flatMapToInt(Arrays::stream).toArray();
      out.writeBytes(pixels.format().pack(all));
    }
    byte[] bytes = out.toByteArray();
    if (vr == Vr.OW && coding.order == ByteOrder.BIG_ENDIAN) {
      for (int i = 0; i + 1 < bytes.length; i += 2) {
        byte low = bytes[i];
        bytes[i] = bytes[i + 1];
        bytes[i + 1] = low;
      }
    }
    return bytes;
  }

  private void writeItem(ByteArrayOutputStream out, Coding coding, boolean undefined) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    writeElements(content, coding, false, undefined);
    writeHeader(out, coding, ITEM, Vr.UN, undefined ? UNDEFINED : content.size());
    out.writeBytes(content.toByteArray());
    if (undefined) {
      writeHeader(out, coding, ITEM_END, Vr.UN, 0);
    }
  }

  private void writeFragments(ByteArrayOutputStream out, Coding coding, Fragments value) {
    List<byte[]> even = value.fragments().stream().map(f -> padded(f, Vr.OB)).toList();
    ByteBuffer offsets =
        ByteBuffer.allocate(value.oneEachFrame() && even.size() > 1 ? 4 * even.size() : 0)
            .order(coding.order);
    int offset = 0;
    while (offsets.hasRemaining()) {
      offsets.putInt(offset);
      offset += 8 + even.get(offsets.position() / 4 - 1).length;
    }
    writeHeader(out, coding, ITEM, Vr.UN, offsets.capacity());
    out.writeBytes(offsets.array());
    for (byte[] fragment : even) {
      writeHeader(out, coding, ITEM, Vr.UN, fragment.length);
      out.writeBytes(fragment);
    }
    writeHeader(out, coding, SEQUENCE_END, Vr.UN, 0);
  }

  private void writeHeader(ByteArrayOutputStream out, Coding coding, int tag, Vr vr, int actual) {
    int length = declaredLengths.getOrDefault(tag, actual);
    ByteBuffer header = ByteBuffer.allocate(12).order(coding.order);
    header.putShort((short) (tag >>> 16)).putShort((short) tag);
    boolean delimiter = tag >>> 16 == 0xFFFE;
    if (!coding.explicit || delimiter) {
      header.putInt(length);
    } else {
      header.put(vr.name().getBytes(StandardCharsets.US_ASCII));
      if (vr.longForm()) {
        header.putShort((short) 0).putInt(length);
      } else if (actual > 0xFFFF) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "%d bytes are too many for %s in (%08X)", actual, vr, tag));
      } else {
        header.putShort((short) length);
      }
    }
    out.write(header.array(), 0, header.position());
  }

  private static byte[] padded(byte[] value, Vr vr) {
    if (value.length % 2 == 0) {
      return value;
    }
    byte[] even = Arrays.copyOf(value, value.length + 1);
    even[value.length] = vr.padding();
    return even;
  }

  // ---- compression ----

  /** A copy whose frames are JPEG fragments and which says that it is lossy. */
  private DicomObject compressed() {
    DicomObject copy = new DicomObject();
    copy.elements.putAll(elements);
    copy.declaredLengths.putAll(declaredLengths);
    Element pixelData = elements.get(Tag.PIXEL_DATA);
    if (pixelData == null || !(pixelData.value() instanceof Frames pixels)) {
      return copy;
    }
    List<byte[]> fragments =
        pixels.frames().stream().map(frame -> jpeg(pixels, frame, jpegQuality)).toList();
    int compressedSize = fragments.stream().mapToInt(f -> f.length).sum();
    double ratio =
        (double) pixels.columns() * pixels.rows() * fragments.size() / Math.max(1, compressedSize);
    return copy.put(Tag.PIXEL_DATA, Vr.OB, new Fragments(fragments, true))
        .set(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, "01")
        .set(Tag.LOSSY_IMAGE_COMPRESSION_RATIO, Vr.DS, Math.round(ratio * 100) / 100.0)
        .set(Tag.LOSSY_IMAGE_COMPRESSION_METHOD, Vr.CS, "ISO_10918_1");
  }

  /** The JDK's own writer, whatever else is on the class path: its bytes are always the same. */
  private static ImageWriter jpegWriter() {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule().equals(ImageIO.class.getModule())) {
        return writer;
      }
    }
    throw new IllegalStateException("this JDK has no JPEG writer");
  }

  private static byte[] jpeg(Frames pixels, int[] frame, float quality) {
    PixelFormat format = pixels.format();
    if (format.bitsAllocated() != 8 || format.samplesPerPixel() != 1 || format.signed()) {
      throw new IllegalStateException("JPEG baseline is written of unsigned 8-bit grey only");
    }
    BufferedImage image =
        new BufferedImage(pixels.columns(), pixels.rows(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, pixels.columns(), pixels.rows(), frame);
    ImageWriter writer = jpegWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new IllegalStateException("the JDK's JPEG writer failed in memory", e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
