package io.github.thorax4j.dcm4che;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.DicomImage;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.TransferSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * The codec on dcm4che: its parser reads data sets, and pixels that are not compressed. Files that
 * it cannot parse are left to the next codec. So are compressed pixels, if that decodes them: the
 * built-in one refuses damaged streams, which dcm4che's readers fill up with black. Others go to
 * dcm4che's image reader, which needs the readers that {@link
 * org.dcm4che3.imageio.codec.ImageReaderFactory} names: they are there with dcm4che's native
 * library. Stateless and thread-safe.
 */
public final class Dcm4cheCodec implements DicomCodec {

  private final Optional<DicomCodec> next;

  /** With the codec that would be used without this one. */
  public Dcm4cheCodec() {
    this(
        ServiceLoader.load(DicomCodec.class, DicomCodec.class.getClassLoader()).stream()
            .filter(provider -> provider.type() != Dcm4cheCodec.class)
            .map(ServiceLoader.Provider::get)
            .min(Comparator.comparingInt(DicomCodec::priority)));
  }

  /**
   * With another codec for compressed pixels and files that dcm4che cannot parse, or none.
   *
   * @param next decodes what it can before dcm4che is asked
   */
  Dcm4cheCodec(Optional<DicomCodec> next) {
    this.next = next;
  }

  @Override
  public String name() {
    return "dcm4che";
  }

  @Override
  public boolean decodes(String transferSyntax) {
    return Part10File.isUncompressed(transferSyntax)
        || nextFor(transferSyntax).isPresent()
        || CompressedFrame.canRead(transferSyntax);
  }

  private Optional<DicomCodec> nextFor(String transferSyntax) {
    return next.filter(codec -> codec.decodes(transferSyntax));
  }

  @Override
  public DicomHeader readHeader(Path file) throws IOException {
    Part10File opened;
    try {
      opened = Part10File.open(file);
    } catch (IOException e) {
      return nextOr(e).readHeader(file);
    }
    try (opened) {
      return opened.header();
    }
  }

  @Override
  public DicomImage read(Path file) throws IOException {
    return readIf(file, header -> true).orElseThrow();
  }

  @Override
  public Optional<DicomImage> readIf(Path file, Predicate<DicomHeader> wanted) throws IOException {
    Part10File opened;
    try {
      opened = Part10File.open(file);
    } catch (IOException e) {
      return nextOr(e).readIf(file, wanted);
    }
    try (opened) {
      return wanted.test(opened.header())
          ? Optional.of(new DicomImage(opened.header(), pixels(file, opened)))
          : Optional.empty();
    }
  }

  /** For a file that dcm4che cannot parse. */
  private DicomCodec nextOr(IOException failure) throws IOException {
    return next.orElseThrow(() -> failure);
  }

  private StoredPixels pixels(Path file, Part10File opened) throws IOException {
    String syntax = opened.header().transferSyntax();
    if (Part10File.isUncompressed(syntax)) {
      return opened.uncompressed();
    }
    Optional<DicomCodec> decoder = nextFor(syntax);
    boolean readable = CompressedFrame.canRead(syntax);
    // The built-in codec decodes JPEG extended of 8 bits alone.
    boolean twelveBits =
        syntax.equals(TransferSyntax.JPEG_EXTENDED.uid()) && opened.geometry().bitsAllocated() > 8;
    if (readable && (decoder.isEmpty() || twelveBits)) {
      return opened.compressed();
    }
    if (decoder.isPresent()) {
      return readWith(decoder.get(), file, opened.geometry());
    }
    throw new IOException(
        file
            + ": pixels in transfer syntax "
            + TransferSyntax.describe(syntax)
            + " cannot be decoded");
  }

  /** Reads the pixels of a file whose header both codecs have to understand alike. */
  private static StoredPixels readWith(DicomCodec codec, Path file, PixelGeometry geometry)
      throws IOException {
    StoredPixels pixels = codec.read(file).pixels();
    if (pixels.columns() != geometry.columns()
        || pixels.rows() != geometry.rows()
        || pixels.bitsAllocated() != geometry.bitsAllocated()) {
      throw new IOException(file + ": the header says two sizes, depending on who reads it");
    }
    return pixels;
  }
}
