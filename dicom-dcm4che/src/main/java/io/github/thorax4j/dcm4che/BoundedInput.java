package io.github.thorax4j.dcm4che;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputHandler;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.util.TagUtils;

/**
 * Stands between dcm4che's parser and a file: elements, nesting and kept bytes are bounded; longer
 * values, fragments and the second of two values are passed over. The bounds are those of the
 * built-in codec. Not thread-safe.
 */
final class BoundedInput implements DicomInputHandler {

  static final int MAX_ELEMENTS = 100_000;
  static final int MAX_DEPTH = 32;
  static final int MAX_VALUE = 1 << 20;
  static final int MAX_KEPT = 32 << 20;

  private static final long UNDEFINED = -1;

  private static final Set<Integer> PIXELS =
      Set.of(Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData);

  /** How many bytes there are at most. */
  private final long size;

  private int elements;
  private long kept;
  private boolean foundPixels;

  BoundedInput(long size) {
    this.size = size;
  }

  /** How many bytes can be left at most. */
  long left(DicomInputStream in) {
    return size - in.getPosition();
  }

  /** Whether the pixel data is next: there a data set is left. Not asked within sequences. */
  boolean atPixels(DicomInputStream in) {
    foundPixels = PIXELS.contains(in.tag());
    return foundPixels;
  }

  /** Whether a data set was left at its pixel data, and not read to its end. */
  boolean foundPixels() {
    return foundPixels;
  }

  @Override
  public void readValue(DicomInputStream in, Attributes attributes) throws IOException {
    count();
    checkLength(in);
    if (in.vr() == VR.SQ) {
      in.readValue(in, attributes);
    } else if (in.unsignedLength() == UNDEFINED) {
      skipFragments(in);
    } else if (in.unsignedLength() > MAX_VALUE || attributes.contains(in.tag())) {
      in.skipFully(in.unsignedLength());
    } else {
      kept += in.unsignedLength();
      if (kept > MAX_KEPT) {
        throw new IOException("the attributes take more than " + (MAX_KEPT >> 20) + " MiB");
      }
      in.readValue(in, attributes);
    }
  }

  @Override
  public void readValue(DicomInputStream in, Sequence items) throws IOException {
    count();
    checkLength(in);
    if (in.level() > MAX_DEPTH) {
      throw new IOException("a sequence is nested more than " + MAX_DEPTH + " deep");
    }
    in.readValue(in, items);
  }

  @Override
  public void readValue(DicomInputStream in, Fragments fragments) throws IOException {
    checkLength(in);
    in.skipFully(in.unsignedLength());
  }

  /** Passes over the fragments of an element that is not the pixel data. */
  private void skipFragments(DicomInputStream in) throws IOException {
    while (in.readItemHeader()) {
      count();
      checkLength(in);
      in.skipFully(in.unsignedLength());
    }
  }

  private void count() throws IOException {
    if (++elements > MAX_ELEMENTS) {
      throw new IOException("the data set has more than " + MAX_ELEMENTS + " elements");
    }
  }

  /** Refuses an element that is larger than what can be left. */
  void checkLength(DicomInputStream in) throws IOException {
    if (in.unsignedLength() > left(in)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "element %s declares %d bytes where %d are left",
              TagUtils.toString(in.tag()),
              in.unsignedLength(),
              left(in)));
    }
  }

  @Override
  public void startDataset(DicomInputStream in) {}

  @Override
  public void endDataset(DicomInputStream in) {}
}
