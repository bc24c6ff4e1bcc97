package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.dicom.internal.DerivedUid;
import java.util.ArrayList;
import java.util.List;

/**
 * The UIDs of results: each follows from what it is a UID of, from the film or its study, and from
 * everything that a result depends on. So the same question has the same answer wherever and
 * however often it is asked.
 */
final class ResultUids {

  private final SourceFilm film;
  private final List<String> conditions;
  private final List<String> preprocessing;

  /**
   * UIDs of results about a film.
   *
   * @param settings the settings that the result depends on
   */
  ResultUids(SourceFilm film, Outcome.Assessed outcome, List<String> settings) {
    this.film = film;
    ModelIdentity model = outcome.model();
    this.preprocessing = outcome.preprocessing();
    this.conditions = new ArrayList<>(settings);
    conditions.add(model.name());
    conditions.add(model.version());
    conditions.add(model.sha256());
    conditions.add(Double.toString(outcome.threshold()));
  }

  /**
   * Of something that belongs to this film alone, as it was preprocessed: a film whose window or
   * polarity is corrected keeps its own UID, but has another answer.
   */
  String ofFilm(String kind) {
    List<String> texts = new ArrayList<>(List.of(film.sopInstance()));
    texts.addAll(preprocessing);
    return derived(kind, texts);
  }

  /** Of something that all films of the study have in common. */
  String ofStudy(String kind) {
    return derived(kind, List.of(film.study()));
  }

  private String derived(String kind, List<String> source) {
    List<String> texts = new ArrayList<>(List.of(Equipment.MANUFACTURER, kind));
    texts.addAll(source);
    texts.addAll(conditions);
    return DerivedUid.of(texts);
  }
}
