package io.github.thorax4j.dicom.internal.jpeg2000;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReadParamJava;
import io.github.thorax4j.dicom.PixelGeometry;
import java.io.IOException;
import java.io.UncheckedIOException;
import jj2000.j2k.codestream.HeaderInfo;
import jj2000.j2k.codestream.reader.CBlkInfo;
import jj2000.j2k.codestream.reader.FileBitstreamReaderAgent;
import jj2000.j2k.codestream.reader.HeaderDecoder;
import jj2000.j2k.decoder.DecoderSpecs;
import jj2000.j2k.image.BlkImgDataSrc;
import jj2000.j2k.image.DataBlkInt;
import jj2000.j2k.image.ImgDataConverter;
import jj2000.j2k.wavelet.synthesis.InverseWT;

/**
 * Decodes a checked codestream row by row, with the parts of jai-imageio's decoder put together:
 * packets, code-blocks, region of interest, quantization, wavelets (T.800 annexes B to H).
 */
public final class TileDecoder {

  private final byte[] stream;
  private final ImageSize size;
  private final int lowest;
  private final int highest;
  private final FileBitstreamReaderAgent packets;
  private final BlkImgDataSrc samples;

  /** The rows of the tiles that lie side by side, where there are several. */
  private short[] band = {};

  private int tileRow = -1;

  private TileDecoder(
      byte[] stream,
      ImageSize size,
      PixelGeometry geometry,
      FileBitstreamReaderAgent packets,
      BlkImgDataSrc samples) {
    int bits =
        size.signed() == geometry.signed()
            ? Math.min(size.precision(), geometry.bitsStored())
            : size.precision();
    this.lowest = size.signed() ? -1 << (bits - 1) : 0;
    this.highest = lowest + (1 << bits) - 1;
    this.stream = stream;
    this.size = size;
    this.packets = packets;
    this.samples = samples;
  }

  /** What is done with a decoder while it is kept quiet. */
  @FunctionalInterface
  public interface Use<T> {
    /** Reads every row, from the top. */
    T of(TileDecoder decoder) throws IOException;
  }

  /**
   * Decodes a stream.
   *
   * @throws IOException if the stream is broken
   */
  public static <T> T decode(byte[] stream, PixelGeometry geometry, Use<T> use) throws IOException {
    ImageSize size = Codestream.check(stream, geometry);
    try (Silence silence = new Silence()) {
      return use.of(open(stream, size, geometry));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      throw undecodable(e);
    } catch (Error e) {
      if (e instanceof VirtualMachineError || e instanceof LinkageError) {
        throw e;
      }
      throw undecodable(e); // the decoder throws Error itself where packets are broken
    }
  }

  private static IOException undecodable(Throwable cause) {
    return new IOException("the JPEG 2000 stream is broken, or not decoded", cause);
  }

  private static TileDecoder open(byte[] stream, ImageSize size, PixelGeometry geometry)
      throws IOException {
    CodestreamInput in = new CodestreamInput(stream);
    J2KImageReadParamJava defaults = new J2KImageReadParamJava();
    HeaderInfo info = new HeaderInfo();
    HeaderDecoder header = new StrictHeaders(in, defaults, info);
    DecoderSpecs specs = header.getDecoderSpecs();
    FileBitstreamReaderAgent packets =
        new FileBitstreamReaderAgent(header, in, specs, defaults, false, info);
    InverseWT wavelets =
        InverseWT.createInstance(
            header.createDequantizer(
                header.createROIDeScaler(
                    header.createEntropyDecoder(packets, defaults), defaults, specs),
                new int[] {size.precision()},
                specs),
            specs);
    wavelets.setImgResLevel(packets.getImgRes());
    return new TileDecoder(stream, size, geometry, packets, new ImgDataConverter(wavelets, 0));
  }

  /** Decodes a row; rows come in order, from the top. */
  public void decodeRow(int y, short[] row) {
    boolean first = false;
    while (y >= size.firstRow(tileRow + 1)) {
      tileRow++;
      first = true;
    }
    int top = size.firstRow(tileRow);
    if (size.tilesAcross() == 1) {
      if (first) {
        startTile(0);
      }
      copy(y - top, size.columns(), row, 0);
      return;
    }
    if (first) {
      decodeBand(size.firstRow(tileRow + 1) - top);
    }
    System.arraycopy(band, (y - top) * size.columns(), row, 0, size.columns());
  }

  private void decodeBand(int rows) {
    int columns = size.columns();
    band = band.length == rows * columns ? band : new short[rows * columns];
    for (int tile = 0; tile < size.tilesAcross(); tile++) {
      startTile(tile);
      int left = size.firstColumn(tile);
      int width = size.firstColumn(tile + 1) - left;
      for (int y = 0; y < rows; y++) {
        copy(y, width, band, y * columns + left);
      }
    }
  }

  /** Clamps to the range of stored values: lossy compression overshoots. */
  private void copy(int y, int width, short[] target, int offset) {
    DataBlkInt block = new DataBlkInt(0, y, width, 1);
    DataBlkInt decoded = (DataBlkInt) samples.getInternCompData(block, 0);
    int[] data = decoded.getDataInt();
    int middle = size.signed() ? 0 : 1 << (size.precision() - 1);
    for (int x = 0; x < width; x++) {
      int value = data[decoded.offset + x] + middle;
      target[offset + x] = (short) Math.max(lowest, Math.min(highest, value));
    }
  }

  private void startTile(int tile) {
    samples.setTile(tile, tileRow);
    checkBlocks(packets.getCBlkInfo());
  }

  /** The lengths that packets declare are the decoder's to trust only if the stream has as much. */
  private void checkBlocks(CBlkInfo[][][][][] components) {
    for (CBlkInfo[][][] resolution : components[0]) {
      for (CBlkInfo[][] band : resolution) {
        if (band == null) {
          continue;
        }
        for (CBlkInfo[] line : band) {
          for (CBlkInfo block : line) {
            if (block != null) {
              checkBlock(block);
            }
          }
        }
      }
    }
  }

  private void checkBlock(CBlkInfo block) {
    long total = 0;
    for (int layer = 0; layer < block.len.length; layer++) {
      total += block.len[layer];
      if (block.len[layer] < 0 || total > stream.length) {
        throw new UncheckedIOException(
            new IOException("the packets of the JPEG 2000 stream are broken"));
      }
    }
  }
}
