package io.github.thorax4j.dcm4che;

import io.github.thorax4j.Reading;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomFormat;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dcm4che3.io.DicomInputStream;

/** Reads files with the built-in codec and with dcm4che alone, and collects what differs. */
final class Comparison {

  /** What this project only writes, of what is in the files that are compared. */
  private static final Set<Integer> WRITTEN =
      Set.of(
          Tag.BURNED_IN_ANNOTATION,
          Tag.CONVERSION_TYPE,
          Tag.PLANAR_CONFIGURATION,
          Tag.REFERENCED_SOP_CLASS_UID,
          Tag.REFERENCED_SOP_INSTANCE_UID);

  /** What this project reads: the built-in codec has to know it in any encoding. */
  private static final Set<Integer> USED = used();

  private final DicomCodec builtIn;
  private final DicomCodec dcm4che;
  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> samePixels = new TreeMap<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private int files;
  private int elements;
  private int texts;
  private int unparsed;

  /** Whether the data set at hand says no value representations. */
  private boolean implicit;

  Comparison(DicomCodec builtIn, DicomCodec dcm4che) {
    this.builtIn = builtIn;
    this.dcm4che = dcm4che;
  }

  private static Set<Integer> used() {
    Set<Integer> tags = new TreeSet<>();
    for (Field field : Tag.class.getFields()) {
      try {
        tags.add(field.getInt(null));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("public constants can be read", e);
      }
    }
    tags.removeAll(WRITTEN);
    return tags;
  }

  /** What differs: file, attribute and both values. */
  List<String> differences() {
    return Collections.unmodifiableList(differences);
  }

  /** How many files had the same pixels, by the name of their transfer syntax. */
  Map<String, Integer> samePixels() {
    return Collections.unmodifiableMap(samePixels);
  }

  /** How many files had no pixels for at least one of the two, by reason. */
  Map<String, Integer> refused() {
    return Collections.unmodifiableMap(refused);
  }

  int files() {
    return files;
  }

  int elements() {
    return elements;
  }

  /** How many values were decoded by both, each in its own way. */
  int texts() {
    return texts;
  }

  /** How many files dcm4che does not parse without the codec. */
  int unparsed() {
    return unparsed;
  }

  void add(Path file) {
    files++;
    String name = file.getFileName().toString();
    Read<DicomHeader> ours = Read.of(() -> builtIn.readHeader(file));
    Read<DicomHeader> theirs = Read.of(() -> dcm4che.readHeader(file));
    if (ours.value.isPresent() != theirs.value.isPresent()) {
      differences.add(name + ": header " + ours.end() + " | " + theirs.end());
    }
    if (ours.value.isEmpty() || theirs.value.isEmpty()) {
      refused.merge("header", 1, Integer::sum);
      return;
    }
    String syntax = ours.value.get().transferSyntax();
    check(name + ": transfer syntax", syntax, theirs.value.get().transferSyntax());
    implicit = syntax.equals(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid());
    compare(name, ours.value.get().attributes(), theirs.value.get().attributes());
    compareTexts(file, name, ours.value.get().attributes());
    comparePixels(file, name, syntax);
  }

  private void comparePixels(Path file, String name, String syntax) {
    if (builtIn.decodes(syntax) != dcm4che.decodes(syntax)) {
      refused.merge(title(syntax) + ": one codec alone", 1, Integer::sum);
      return;
    }
    Read<StoredPixels> ours = Read.of(() -> builtIn.read(file).pixels());
    Read<StoredPixels> theirs = Read.of(() -> dcm4che.read(file).pixels());
    if (ours.value.isPresent() && theirs.value.isPresent()) {
      String difference = difference(ours.value.get(), theirs.value.get());
      if (difference.isEmpty()) {
        samePixels.merge(title(syntax), 1, Integer::sum);
        check(name + ": reading", reading(builtIn, file), reading(dcm4che, file));
      } else if (syntax.equals(TransferSyntax.JPEG_2000.uid())
          && difference(ours.value.get(), clamped(theirs.value.get(), file)).isEmpty()) {
        // Lossy compression overshoots the stored bits: the built-in codec clamps, dcm4che does
        // not.
        samePixels.merge(title(syntax), 1, Integer::sum);
      } else {
        differences.add(name + ": pixels " + difference);
      }
    } else if (ours.value.isPresent() || theirs.value.isPresent()) {
      differences.add(name + ": pixels " + ours.end() + " | " + theirs.end());
    } else {
      refused.merge(ours.end().replace(file + ": ", ""), 1, Integer::sum);
    }
  }

  private StoredPixels clamped(StoredPixels pixels, Path file) {
    try {
      PixelGeometry geometry = PixelGeometry.of(builtIn.readHeader(file).attributes());
      int lowest = geometry.signed() ? -1 << (geometry.bitsStored() - 1) : 0;
      int highest = lowest + (1 << geometry.bitsStored()) - 1;
      return StoredPixels.ofRows(
          pixels.columns(),
          pixels.rows(),
          pixels.bitsAllocated(),
          (y, row) -> {
            for (int x = 0; x < pixels.columns(); x++) {
              int cell = pixels.cell(x, y);
              int value = geometry.signed() ? (short) cell : cell;
              row[x] = (short) Math.max(lowest, Math.min(highest, value));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the adapter makes of a file: the same film or refusal is expected of both codecs. */
  private static Read<Reading> reading(DicomCodec codec, Path file) {
    return Read.of(() -> new DicomFormat(codec, HeaderGate.films()).read(file));
  }

  private static String title(String syntax) {
    return TransferSyntax.of(syntax).map(TransferSyntax::title).orElse(syntax);
  }

  /** A value, or why there is none. */
  private record Read<T>(Optional<T> value, String end) {

    @FunctionalInterface
    interface Source<T> {
      T read() throws IOException;
    }

    static <T> Read<T> of(Source<T> source) {
      try {
        return new Read<>(Optional.of(source.read()), "is read");
      } catch (IOException e) {
        return new Read<>(Optional.empty(), e.getMessage());
      }
    }
  }

  private static String difference(StoredPixels ours, StoredPixels theirs) {
    if (!ours.toString().equals(theirs.toString())) {
      return ours + " | " + theirs;
    }
    int count = 0;
    int most = 0;
    for (int y = 0; y < ours.rows(); y++) {
      for (int x = 0; x < ours.columns(); x++) {
        int difference = Math.abs(ours.cell(x, y) - theirs.cell(x, y));
        count += difference == 0 ? 0 : 1;
        most = Math.max(most, difference);
      }
    }
    return count == 0 ? "" : count + " cells, by up to " + most;
  }

  private void compare(String where, Attributes ours, Attributes theirs) {
    Set<Integer> tags = new TreeSet<>(Integer::compareUnsigned);
    tags.addAll(ours.tags());
    tags.addAll(theirs.tags());
    for (int tag : tags) {
      // Group lengths are retired (PS3.5 section 7.2), dcm4che drops them.
      if ((tag & 0xFFFF) != 0) {
        elements++;
        compare(where, tag, ours, theirs);
      }
    }
  }

  private void compare(String where, int tag, Attributes ours, Attributes theirs) {
    String name = where + " " + Tag.text(tag);
    Optional<Vr> ourVr = ours.vr(tag);
    Optional<Vr> theirVr = theirs.vr(tag);
    // The built-in codec does not know what it does not use, where the file does not tell.
    boolean unknown =
        ourVr.equals(Optional.of(Vr.UN)) && theirVr.isPresent() && !USED.contains(tag);
    if (unknown && theirVr.equals(Optional.of(Vr.SQ))) {
      return;
    }
    // 'US or SS' (PS3.6): the built-in codec says US and whoever reads the value applies the sign
    // of the pixels, dcm4che goes by Pixel Representation or says SS.
    boolean signUnknown =
        implicit && ourVr.equals(Optional.of(Vr.US)) && theirVr.equals(Optional.of(Vr.SS));
    boolean told = !unknown && !signUnknown;
    if (told) {
      check(name + " representation", ourVr, theirVr);
    }
    List<Attributes> ourItems = ours.items(tag);
    List<Attributes> theirItems = theirs.items(tag);
    check(name + " items", ourItems.size(), theirItems.size());
    for (int i = 0; i < Math.min(ourItems.size(), theirItems.size()); i++) {
      compare(name + "[" + i + "]", ourItems.get(i), theirItems.get(i));
    }
    if (told) {
      check(name + " text", ours.strings(tag), theirs.strings(tag));
      check(name + " numbers", ours.decimals(tag), theirs.decimals(tag));
    }
    check(name + " bytes", unpadded(ours.bytes(tag)), unpadded(theirs.bytes(tag)));
  }

  /** dcm4che drops the padding of text that it had to look at, such as private creators. */
  private static String unpadded(Optional<byte[]> value) {
    return value
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing())
        .orElse("");
  }

  /** Compares text with what dcm4che decodes itself, in the character sets that it knows. */
  private void compareTexts(Path file, String name, Attributes ours) {
    try (DicomInputStream in = new DicomInputStream(file.toFile())) {
      compareTexts(name, ours, in.readDatasetUntilPixelData());
    } catch (IOException e) {
      unparsed++; // wrong encodings, which the codec puts right before it lets dcm4che parse
    }
  }

  private void compareTexts(String where, Attributes ours, org.dcm4che3.data.Attributes theirs) {
    for (int tag : ours.tags()) {
      List<Attributes> items = ours.items(tag);
      for (int i = 0; i < items.size(); i++) {
        compareTexts(where + " " + Tag.text(tag), items.get(i), theirs.getSequence(tag).get(i));
      }
      if (ours.vr(tag).filter(Vr::text).isPresent()) {
        texts++;
        String[] values = Objects.requireNonNullElse(theirs.getStrings(tag), new String[0]);
        List<String> present =
            Arrays.stream(values).map(text -> Objects.requireNonNullElse(text, "")).toList();
        check(where + " " + Tag.text(tag) + " decoded", ours.strings(tag), present);
      }
    }
  }

  private void check(String what, Object ours, Object theirs) {
    if (!ours.equals(theirs)) {
      differences.add(what + " " + ours + " | " + theirs);
    }
  }
}
