package io.github.thorax4j.dicom;

import io.github.thorax4j.Explanation;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.dicom.internal.result.SecondaryCapture;
import io.github.thorax4j.dicom.internal.result.SourceFilm;
import io.github.thorax4j.dicom.internal.result.StructuredReport;
import java.io.IOException;
import java.util.Objects;

/**
 * Makes DICOM objects of what a model answered about a film: a structured report (TID 1500, PS3.16)
 * and a secondary capture of the heat map. They belong to the film's patient and study, each in a
 * series of its own. What was declined gets no object. Immutable and thread-safe.
 *
 * <p>The same film, model, threshold and settings give the same UIDs and the same bytes, on one
 * machine at least: pictures of text depend on its fonts. So there is no clock in them: Content
 * Date and Time are those of the film, or the year 1900 where it has none.
 *
 * <p>Values of the film that break the rules of their representation (PS3.5 section 6.2) are left
 * out, text is written in UTF-8. Nothing else is taken over from the film, least of all its
 * preamble.
 *
 * <p>Research software, not for diagnosis: every object says so.
 */
public final class ResultObjects {

  private final SourceFilm film;
  private final ResultSettings settings;

  private ResultObjects(SourceFilm film, ResultSettings settings) {
    this.film = film;
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * Results about a film.
   *
   * @param source the film's header
   * @throws IOException if the film lacks a UID that results need, or has one that is not legal;
   *     the message names it
   */
  public static ResultObjects of(DicomHeader source, ResultSettings settings) throws IOException {
    return new ResultObjects(SourceFilm.of(source), settings);
  }

  /** The answer as a structured report. */
  public ResultObject structuredReport(Outcome.Assessed outcome) {
    return object(StructuredReport.of(film, settings, outcome));
  }

  /**
   * The heat map over the film, with legend and answer burnt in, as a secondary capture.
   *
   * @param radiograph the film's pixels
   * @param explanation of the same model about the same pixels
   * @throws IllegalArgumentException if the explanation is of an image of another size, or of one
   *     that was declined
   */
  public ResultObject heatMap(Radiograph radiograph, Explanation explanation) {
    return object(SecondaryCapture.of(film, settings, radiograph, explanation));
  }

  private static ResultObject object(Attributes attributes) {
    return new ResultObject(
        attributes.string(Tag.SOP_CLASS_UID).orElseThrow(),
        attributes.string(Tag.SOP_INSTANCE_UID).orElseThrow(),
        attributes);
  }
}
