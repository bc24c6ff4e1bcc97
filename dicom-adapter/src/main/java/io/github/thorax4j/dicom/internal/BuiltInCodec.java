package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomHeader;
import io.github.thorax4j.dicom.DicomImage;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.dicom.internal.DataSetParser.DataSet;
import io.github.thorax4j.dicom.internal.DataSetParser.PixelElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** The codec that needs no DICOM toolkit. Stateless and thread-safe. */
public final class BuiltInCodec implements DicomCodec {

  private static final Set<TransferSyntax> NATIVE =
      Set.of(
          TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_BIG_ENDIAN,
          TransferSyntax.DEFLATED);

  private static final Map<TransferSyntax, FrameDecoder> DECODERS =
      Map.ofEntries(
          Map.entry(
              TransferSyntax.JPEG_BASELINE, new JpegBaselineDecoder(TransferSyntax.JPEG_BASELINE)),
          Map.entry(
              TransferSyntax.JPEG_EXTENDED, new JpegBaselineDecoder(TransferSyntax.JPEG_EXTENDED)),
          Map.entry(TransferSyntax.JPEG_LOSSLESS, new JpegLosslessDecoder()),
          Map.entry(TransferSyntax.JPEG_LOSSLESS_SV1, new JpegLosslessDecoder()),
          Map.entry(TransferSyntax.JPEG_LS, new JpegLsDecoder()),
          Map.entry(TransferSyntax.JPEG_LS_NEAR_LOSSLESS, new JpegLsDecoder()),
          Map.entry(TransferSyntax.JPEG_2000_LOSSLESS, new Jpeg2000Decoder(true)),
          Map.entry(TransferSyntax.JPEG_2000, new Jpeg2000Decoder(false)),
          Map.entry(TransferSyntax.JPEG_2000_PART_2_LOSSLESS, new Jpeg2000Decoder(true)),
          Map.entry(TransferSyntax.JPEG_2000_PART_2, new Jpeg2000Decoder(false)),
          Map.entry(TransferSyntax.RLE, new RleDecoder()));

  @Override
  public String name() {
    return "built-in";
  }

  /** After codecs on whole toolkits. */
  @Override
  public int priority() {
    return 1000;
  }

  @Override
  public boolean decodes(String transferSyntax) {
    return canDecode(transferSyntax);
  }

  private static boolean canDecode(String transferSyntax) {
    return TransferSyntax.of(transferSyntax)
        .filter(syntax -> NATIVE.contains(syntax) || DECODERS.containsKey(syntax))
        .isPresent();
  }

  /** The decoder of a compressed transfer syntax; empty if there is none. */
  static Optional<FrameDecoder> decoder(TransferSyntax syntax) {
    return Optional.ofNullable(DECODERS.get(syntax));
  }

  @Override
  public DicomHeader readHeader(Path file) throws IOException {
    return inFile(file, (header, pixels, encoding, in) -> header);
  }

  @Override
  public DicomImage read(Path file) throws IOException {
    return inFile(
        file,
        (header, pixels, encoding, in) ->
            new DicomImage(header, decode(header, pixels, encoding, in)));
  }

  @Override
  public Optional<DicomImage> readIf(Path file, Predicate<DicomHeader> wanted) throws IOException {
    return inFile(
        file,
        (header, pixels, encoding, in) ->
            wanted.test(header)
                ? Optional.of(new DicomImage(header, decode(header, pixels, encoding, in)))
                : Optional.empty());
  }

  /** What is made of a file once its header is read and the input stands before the pixels. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(DicomHeader header, Optional<PixelElement> pixels, Encoding encoding, DicomInput in)
        throws IOException;
  }

  private static <T> T inFile(Path file, Reader<T> reader) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    try (DicomInput in = DicomInput.of(file)) {
      return parse(in, reader);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static <T> T parse(DicomInput in, Reader<T> reader) throws IOException {
    byte[] start = in.peek(FileStart.LENGTH);
    if (start.length == 0) {
      throw new IOException("the file is empty");
    }
    OptionalInt first = FileStart.firstElement(start);
    if (first.isEmpty()) {
      throw new IOException("not a DICOM file");
    }
    in.skip(first.getAsInt());
    Attributes meta = new DataSetParser(in).parseMeta();
    String syntax =
        meta.string(Tag.TRANSFER_SYNTAX_UID).orElse(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid());
    if (TransferSyntax.of(syntax).filter(TransferSyntax.DEFLATED::equals).isPresent()) {
      try (DicomInput inflated = in.inflated()) {
        return parseDataSet(inflated, syntax, reader);
      }
    }
    return parseDataSet(in, syntax, reader);
  }

  private static <T> T parseDataSet(DicomInput in, String declared, Reader<T> reader)
      throws IOException {
    Encoding prescribed = Encoding.of(declared);
    Encoding encoding = prescribed.corrected(in.peek(6));
    String syntax = declared;
    if (!encoding.equals(prescribed)
        && TransferSyntax.of(declared).filter(NATIVE::contains).isPresent()) {
      syntax = encoding.transferSyntax().uid();
    }
    DataSet dataSet = new DataSetParser(in).parse(encoding);
    if (dataSet.attributes().tags().isEmpty()) {
      throw new IOException("the data set is empty");
    }
    return reader.read(
        new DicomHeader(syntax, dataSet.attributes()), dataSet.pixels(), encoding, in);
  }

  private static StoredPixels decode(
      DicomHeader header, Optional<PixelElement> pixels, Encoding encoding, DicomInput in)
      throws IOException {
    if (!canDecode(header.transferSyntax())) {
      throw new IOException(
          "pixels in transfer syntax "
              + TransferSyntax.describe(header.transferSyntax())
              + " cannot be decoded");
    }
    PixelElement element = pixels.orElseThrow(() -> new IOException("there is no pixel data"));
    if (element.vr() == Vr.OF || element.vr() == Vr.OD) {
      throw new IOException("the pixel data is floating point, only integers are read");
    }
    PixelGeometry geometry = PixelGeometry.of(header.attributes());
    FrameDecoder decoder = DECODERS.get(header.syntax().orElseThrow());
    return decoder == null
        ? UncompressedFrame.read(in, element, geometry, encoding.order())
        : decoder.decode(Fragments.join(in, element), geometry);
  }
}
