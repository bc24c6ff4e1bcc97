package io.github.thorax4j.dicom.internal;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.DicomImage;
import io.github.thorax4j.dicom.EncodedFilms;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.dicom.PixelGeometry;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.TransferSyntax;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.dicom.internal.grey.GreyPipeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is fuzzed: any bytes end in a value or an IOException, whatever else happens is a find. The
 * seeds are small generated films.
 */
enum FuzzTarget {
  /** A whole file, through gate, codec and preprocessing. */
  READER {
    @Override
    void run(byte[] data) throws IOException {
      Path file = Files.createTempFile("fuzz", ".dcm");
      try {
        Files.write(file, data);
        DicomImage image = new BuiltInCodec().read(file);
        HeaderGate.films().check(image.header().attributes());
        GreyPipeline.of(image.header().attributes()).apply(image.pixels()).resize(128, 128);
      } finally {
        Files.delete(file);
      }
    }

    @Override
    List<byte[]> seeds() throws IOException {
      return List.copyOf(EncodedFilms.all().values());
    }
  },
  /** A header's grey attributes, and pixels. */
  PREPROCESSING {
    @Override
    void run(byte[] data) throws IOException {
      ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      Attributes.Builder header = Attributes.builder();
      Attributes.Builder lut = Attributes.builder();
      while (in.remaining() > 2) {
        int choice = in.get() & 0xFF;
        byte[] value = new byte[Math.min(in.get() & 0xFF, in.remaining())];
        in.get(value);
        int tag = GREY[choice % GREY.length];
        Vr vr = VRS[choice / GREY.length % VRS.length];
        switch (tag) {
          case Tag.MODALITY_LUT_SEQUENCE, Tag.VOI_LUT_SEQUENCE -> {
            header.put(tag, List.of(lut.build()));
            lut = Attributes.builder();
          }
          case Tag.LUT_DESCRIPTOR, Tag.LUT_DATA -> lut.put(tag, vr, value);
          default -> header.put(tag, vr, value);
        }
      }
      Attributes attributes = header.build();
      int allocated = attributes.integer(Tag.BITS_ALLOCATED).orElse(16) == 8 ? 8 : 16;
      StoredPixels pixels =
          StoredPixels.ofRows(
              8,
              8,
              allocated,
              (y, row) -> {
                for (int x = 0; x < 8; x++) {
                  row[x] = data.length == 0 ? 0 : (short) (data[(8 * y + x) % data.length] * 257);
                }
              });
      GreyPipeline.of(attributes).apply(pixels).resize(4, 4);
    }

    @Override
    List<byte[]> seeds() {
      List<byte[]> seeds = new ArrayList<>();
      for (int tag = 0; tag < GREY.length; tag++) {
        for (int vr = 0; vr < VRS.length; vr++) {
          seeds.add(new byte[] {(byte) (vr * GREY.length + tag), 6, 0x10, 0, 0, 0, 0x10, 0});
        }
      }
      // Two decimals with every text attribute, then a table of four entries as VOI LUT.
      seeds.add(
          new byte[] {
            10, 3, '1', '.', '5', 11, 4, '2', '0', '4', '8', 12, 5, '1', 'e', '-', '9', '9', 15, 6,
            4, 0, 0, 0, 16, 0, 16, 8, 0, 0, 1, 0, 2, 0, 3, 0, 17, 0
          });
      return seeds;
    }
  },
  /** Run lengths. */
  RLE(TransferSyntax.RLE, "rle"),
  /** Baseline JPEG. */
  JPEG_BASELINE(TransferSyntax.JPEG_BASELINE, "jpeg_baseline"),
  /** Extended JPEG, of 8 bits. */
  JPEG_EXTENDED(TransferSyntax.JPEG_EXTENDED, "jpeg_extended"),
  /** Lossless JPEG. */
  JPEG_LOSSLESS(TransferSyntax.JPEG_LOSSLESS, "jpeg_lossless"),
  /** JPEG-LS. */
  JPEG_LS(TransferSyntax.JPEG_LS, "jpeg_ls"),
  /** JPEG 2000. */
  JPEG_2000(TransferSyntax.JPEG_2000, "jpeg_2000");

  private static final int[] GREY = {
    Tag.BITS_ALLOCATED,
    Tag.BITS_STORED,
    Tag.HIGH_BIT,
    Tag.PIXEL_REPRESENTATION,
    Tag.PIXEL_PADDING_VALUE,
    Tag.PIXEL_PADDING_RANGE_LIMIT,
    Tag.PHOTOMETRIC_INTERPRETATION,
    Tag.PRESENTATION_LUT_SHAPE,
    Tag.VOI_LUT_FUNCTION,
    Tag.PATIENT_ORIENTATION,
    Tag.RESCALE_SLOPE,
    Tag.RESCALE_INTERCEPT,
    Tag.WINDOW_CENTER,
    Tag.WINDOW_WIDTH,
    Tag.PIXEL_ASPECT_RATIO,
    Tag.LUT_DESCRIPTOR,
    Tag.LUT_DATA,
    Tag.VOI_LUT_SEQUENCE,
    Tag.MODALITY_LUT_SEQUENCE
  };
  private static final Vr[] VRS = {Vr.DS, Vr.US, Vr.SS, Vr.OW, Vr.FD, Vr.UN, Vr.CS};

  private final TransferSyntax syntax;
  private final String films;

  FuzzTarget() {
    this(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, "");
  }

  /** The decoder of a syntax: columns, rows and size of a cell in four bytes, then the stream. */
  FuzzTarget(TransferSyntax syntax, String films) {
    this.syntax = syntax;
    this.films = films;
  }

  /** Ends normally, or with an IOException. */
  void run(byte[] data) throws IOException {
    if (data.length < 4) {
      return;
    }
    int columns = 1 + ((data[0] & 0xFF) | (data[3] & 1) << 8);
    int rows = 1 + ((data[1] & 0xFF) | (data[3] & 2) << 7);
    PixelGeometry geometry = new PixelGeometry(columns, rows, data[2] % 2 == 0 ? 8 : 16);
    BuiltInCodec.decoder(syntax)
        .orElseThrow()
        .decode(Arrays.copyOfRange(data, 4, data.length), geometry);
  }

  List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Map.Entry<String, byte[]> film : EncodedFilms.streams(films).entrySet()) {
      byte[] stream = film.getValue();
      byte[] seed = new byte[4 + stream.length];
      seed[0] = EncodedFilms.COLUMNS - 1;
      seed[1] = EncodedFilms.ROWS - 1;
      seed[2] = (byte) (EncodedFilms.bitsAllocated(film.getKey()) == 8 ? 0 : 1);
      System.arraycopy(stream, 0, seed, 4, stream.length);
      seeds.add(seed);
    }
    return seeds;
  }
}
