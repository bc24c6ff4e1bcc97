package io.github.thorax4j.dicom;

import io.github.thorax4j.Reading;
import io.github.thorax4j.dicom.internal.FileStart;
import io.github.thorax4j.dicom.internal.grey.GreyPipeline;
import io.github.thorax4j.spi.RadiographFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * DICOM radiographs: the header is read and judged before any pixel is decoded. Immutable and
 * thread-safe.
 */
public final class DicomFormat implements RadiographFormat {

  private final DicomCodec codec;
  private final HeaderGate gate;

  /** On the preferred codec of the class path, for films. */
  public DicomFormat() {
    this(DicomCodec.open(), HeaderGate.films());
  }

  /** On the given codec and gate. */
  public DicomFormat(DicomCodec codec, HeaderGate gate) {
    this.codec = Objects.requireNonNull(codec, "codec");
    this.gate = Objects.requireNonNull(gate, "gate");
  }

  @Override
  public String name() {
    return "DICOM";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("dcm", "dicom");
  }

  /**
   * Before other formats: the 128 bytes before DICOM's own prefix may hold another format's
   * signature (PS3.10 section 7.1), and no image format starts as a bare data set does.
   */
  @Override
  public int priority() {
    return 50;
  }

  @Override
  public boolean recognises(byte[] start, Path file) {
    return FileStart.firstElement(start).isPresent();
  }

  @Override
  public Reading read(Path file) throws IOException {
    List<Reading.Refused> refused = new ArrayList<>();
    Optional<DicomImage> read =
        codec.readIf(
            file,
            header -> {
              gate.check(header.attributes()).ifPresent(refused::add);
              return refused.isEmpty();
            });
    if (read.isEmpty()) {
      return refused.get(0);
    }
    DicomImage image = read.get();
    GreyPipeline pipeline;
    try {
      pipeline = GreyPipeline.of(image.header().attributes());
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return new Reading.Film(pipeline.apply(image.pixels()));
  }
}
