package io.github.thorax4j.cli;

import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomFormat;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.spi.RadiographFormat;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is taken for a film, in every command that reads them. */
final class FilmOptions {

  @Option(
      names = "--secondary-captures",
      description =
          "Also take grey DICOM secondary captures whose modality does not say that they are"
              + " films.")
  private boolean secondaryCaptures;

  HeaderGate gate() {
    return secondaryCaptures ? HeaderGate.filmsAndCaptures() : HeaderGate.films();
  }

  /** A reader of all formats, with this gate for DICOM. */
  RadiographReader reader() {
    List<RadiographFormat> formats = new ArrayList<>(RadiographReader.open().formats());
    formats.replaceAll(
        format ->
            format instanceof DicomFormat ? new DicomFormat(DicomCodec.open(), gate()) : format);
    return RadiographReader.of(formats);
  }
}
