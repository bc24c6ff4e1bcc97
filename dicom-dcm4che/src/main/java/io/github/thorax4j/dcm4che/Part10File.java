package io.github.thorax4j.dcm4che;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Vr;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipException;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomStreamException;

/**
 * A file that dcm4che's parser has read up to the pixel data: with file meta information (PS3.10
 * section 7.1) or without. Its errors name the file. Not thread-safe.
 */
final class Part10File implements Closeable {

  private static final Set<String> UNCOMPRESSED =
      Set.of(
          UID.ImplicitVRLittleEndian,
          UID.ExplicitVRLittleEndian,
          UID.ExplicitVRBigEndian,
          UID.DeflatedExplicitVRLittleEndian);

  private static final int BUFFER_SIZE = 1 << 16;

  /** No deflated byte makes more than 1032 (RFC 1951: a match of 258 in two bits). */
  private static final int HIGHEST_INFLATION = 1032;

  /** More than the largest image that is read and all that is kept of a header. */
  private static final long MAX_INFLATED = 1L << 28;

  private final Path file;
  private final DicomInputStream in;
  private final BoundedInput bounds;
  private final org.dcm4che3.data.Attributes dataSet;
  private final DicomHeader header;

  private Part10File(
      Path file,
      DicomInputStream in,
      BoundedInput bounds,
      org.dcm4che3.data.Attributes dataSet,
      DicomHeader header) {
    this.file = file;
    this.in = in;
    this.bounds = bounds;
    this.dataSet = dataSet;
    this.header = header;
  }

  /** Whether pixels in a transfer syntax are not compressed, though the whole data set may be. */
  static boolean isUncompressed(String transferSyntax) {
    return UNCOMPRESSED.contains(transferSyntax);
  }

  static Part10File open(Path file) throws IOException {
    return naming(
        file,
        () -> {
          if (Files.isDirectory(file)) {
            throw new IOException("is a folder");
          }
          long size = Files.size(file);
          InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_SIZE);
          try {
            return parse(file, in, size);
          } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
          }
        });
  }

  private static Part10File parse(Path file, InputStream stream, long size) throws IOException {
    int first = FileStart.firstElement(stream);
    stream.skipNBytes(first);
    DicomInputStream start = openAt(stream, first);
    start.setDicomInputHandler(new BoundedInput(size));
    org.dcm4che3.data.Attributes meta = start.readFileMetaInformation();
    String declared =
        meta == null
            ? start.getTransferSyntax()
            : meta.getString(Tag.TransferSyntaxUID, UID.ImplicitVRLittleEndian);
    String encoding = FileStart.encoding(start);
    boolean deflated = declared.equals(UID.DeflatedExplicitVRLittleEndian);
    BoundedInput bounds =
        new BoundedInput(deflated ? Math.min(size * HIGHEST_INFLATION, MAX_INFLATED) : size);
    DicomInputStream in = start;
    if (!encoding.equals(FileStart.declaredEncoding(start))) {
      in = new DicomInputStream(start, encoding);
      in.setPosition(start.getPosition());
    }
    in.setDicomInputHandler(bounds);
    in.setAllocateLimit(BoundedInput.MAX_VALUE);
    // Little-endian whatever the file is, as values are kept.
    org.dcm4che3.data.Attributes dataSet = new org.dcm4che3.data.Attributes(false);
    in.readAttributes(dataSet, -1, bounds::atPixels);
    if (dataSet.isEmpty()) {
      throw new IOException("the data set is empty");
    }
    String syntax = isUncompressed(declared) && !deflated ? encoding : declared;
    DicomHeader header = new DicomHeader(syntax, attributes(dataSet, Attributes.builder()));
    return new Part10File(file, in, bounds, dataSet, header);
  }

  private static DicomInputStream openAt(InputStream stream, int position) throws IOException {
    try {
      DicomInputStream in = new DicomInputStream(stream);
      in.setPosition(position);
      return in;
    } catch (DicomStreamException e) {
      throw new IOException("not a DICOM file", e);
    }
  }

  private static Attributes attributes(
      org.dcm4che3.data.Attributes source, Attributes.Builder target) throws IOException {
    for (int tag : source.tags()) {
      VR vr = source.getVR(tag);
      if (vr == VR.SQ) {
        List<Attributes> items = new ArrayList<>();
        Sequence sequence = source.getSequence(tag);
        for (org.dcm4che3.data.Attributes item : sequence) {
          items.add(attributes(item, target.item()));
        }
        target.put(tag, items);
      } else {
        target.put(tag, Vr.valueOf(vr.name()), source.getBytes(tag));
      }
    }
    return target.build();
  }

  DicomHeader header() {
    return header;
  }

  PixelGeometry geometry() throws IOException {
    return naming(file, () -> PixelGeometry.of(header.attributes()));
  }

  /** Reads pixel data that is not compressed. */
  StoredPixels uncompressed() throws IOException {
    return naming(
        file,
        () -> {
          PixelGeometry geometry = geometryOfPixels();
          return UncompressedFrame.read(in, geometry, bounds);
        });
  }

  /** Reads pixel data through dcm4che's image reader. */
  StoredPixels compressed() throws IOException {
    return naming(
        file,
        () -> {
          PixelGeometry geometry = geometryOfPixels();
          return CompressedFrame.read(in, geometry, bounds, dataSet, header.transferSyntax());
        });
  }

  private PixelGeometry geometryOfPixels() throws IOException {
    if (!bounds.foundPixels()) {
      throw new IOException("there is no pixel data");
    }
    if (in.tag() != Tag.PixelData) {
      throw new IOException("the pixel data is floating point, only integers are read");
    }
    return PixelGeometry.of(header.attributes());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws IOException;
  }

  private static <T> T naming(Path file, Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (EOFException e) {
      throw new IOException(file + ": the file ends too early", e);
    } catch (ZipException e) {
      throw new IOException(file + ": the deflated data set is broken", e);
    } catch (IOException e) {
      throw new IOException(
          file + ": " + Objects.requireNonNullElse(e.getMessage(), "cannot be read"), e);
    } catch (RuntimeException e) {
      // dcm4che throws all kinds of these at files that it did not foresee.
      throw new IOException(file + ": dcm4che cannot read it", e);
    }
  }
}
