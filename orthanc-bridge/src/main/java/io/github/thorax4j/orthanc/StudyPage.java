package io.github.thorax4j.orthanc;

import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Film.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A study as a page: its films, what the model said, and what people say to that. */
final class StudyPage {

  private StudyPage() {}

  /**
   * The page's content.
   *
   * @param study Orthanc's identifier
   * @param answers what Orthanc says of the films
   * @param films the study's films, at least one
   * @param reviews what was said of each film, by its identifier
   */
  static Html content(
      Layout layout,
      String study,
      StudyQuery.Answers answers,
      List<Film> films,
      Map<String, List<Review>> reviews) {
    Html facts = Html.of("dl");
    StudyFacts known =
        films.stream()
            .map(answers::of)
            .filter(given -> !given.equals(StudyFacts.UNKNOWN))
            .findFirst()
            .orElse(StudyFacts.UNKNOWN);
    fact(facts, "Patient's name", known(known.patientName()));
    fact(facts, "Patient ID", known(known.patientId()));
    fact(facts, "Accession number", known(known.accession()));
    fact(facts, "Study date", known(known.date()));
    fact(facts, "Study description", known(known.description()));
    fact(facts, "Study in Orthanc", Html.of("dd", study));
    fact(facts, "Arrived", Html.of("dd").add(layout.age(films.get(0).received())).add(" ago"));
    Html content = Html.of("div").add(facts);
    long others = 0;
    for (Film film : films) {
      if (film.state() == State.OTHER) {
        others++;
      } else {
        content.add(film(layout, film, reviews.getOrDefault(film.instance(), List.of())));
      }
    }
    return others == 0
        ? content
        : content.add(
            Html.of(
                "p",
                others
                    + (others == 1 ? " other object" : " other objects")
                    + " in this study: no chest films, or results."));
  }

  private static Html known(String value) {
    return Html.of("dd", value.isEmpty() ? "not known" : value);
  }

  private static void fact(Html list, String term, Html value) {
    list.add(Html.of("dt", term), value);
  }

  private static Html film(Layout layout, Film film, List<Review> reviews) {
    String heading = "film-" + Layout.shortId(film.instance());
    Html section = Html.of("section").with("aria-labelledby", heading);
    section.add(Html.of("h2", "Film " + Layout.shortId(film.instance())).with("id", heading));
    if (film.state() == State.GONE) {
      section.add(Html.of("p", "This film is not in Orthanc any more.").with("class", "alert"));
    }
    if (film.state() == State.DONE || film.state() == State.DECLINED) {
      section.add(pictures(film));
    }
    Html facts = Html.of("dl");
    fact(facts, "Film in Orthanc", Html.of("dd", film.instance()));
    String detail = film.detail().isEmpty() ? "" : ": " + film.detail();
    fact(facts, "State", Html.of("dd", Layout.inWords(film.state()) + detail));
    Optional<Answer> answer = film.answer();
    answer.ifPresent(
        given -> {
          fact(
              facts,
              "Finding",
              Html.of("dd")
                  .add(
                      Html.of("span", given.finding().label())
                          .with("class", given.finding().label())));
          fact(
              facts,
              "Probability of pneumonia",
              Html.of(
                  "dd",
                  Layout.probability(given.probability())
                      + ", threshold "
                      + Layout.probability(given.threshold())));
          fact(facts, "Model", Html.of("dd", given.model()));
        });
    fact(facts, "Priority", Html.of("dd", Integer.toString(film.priority())));
    section.add(facts);
    if (!reviews.isEmpty()) {
      section.add(reviews(reviews));
    }
    if (film.state() != State.GONE) {
      answer.ifPresent(given -> section.add(question(layout, film, given)));
    }
    return section;
  }

  private static Html pictures(Film film) {
    String path = "/films/" + film.instance();
    Html pictures = Html.of("div").with("class", "pictures");
    pictures.add(
        Html.of("figure")
            .add(
                Html.of("img").with("src", path + "/picture").with("alt", "The film"),
                Html.of("figcaption", "The film")));
    if (film.state() == State.DONE) {
      pictures.add(
          Html.of("figure")
              .add(
                  Html.of("img")
                      .with("src", path + "/heatmap")
                      .with("alt", "The film with the model's heat map over it"),
                  Html.of("figcaption", WorklistPage.HEAT_MAP)));
    }
    return pictures;
  }

  private static Html reviews(List<Review> reviews) {
    Html list = Html.of("ul");
    for (Review review : reviews) {
      list.add(
          Html.of(
              "li",
              review.reviewer()
                  + (review.agrees() ? " agrees: " : " disagrees: ")
                  + review.label().label()
                  + ", "
                  + Layout.utc(review.at())));
    }
    return Html.of("div").add(Html.of("h3", "Reviews"), list);
  }

  /** What a form carries of the answer that was shown, to tell whether the film still has it. */
  static String shown(Answer answer) {
    return String.join(
        " ",
        answer.finding().name(),
        Double.toString(answer.probability()),
        Double.toString(answer.threshold()),
        answer.model());
  }

  private static Html question(Layout layout, Film film, Answer answer) {
    String of = Layout.shortId(film.instance());
    return layout
        .form("/films/" + film.instance() + "/review")
        .add(
            Html.of("input")
                .with("type", "hidden")
                .with("name", "shown")
                .with("value", shown(answer)),
            Html.of(
                "p", "Does this film show what the model says (" + answer.finding().label() + ")?"),
            Html.of("div")
                .with("class", "actions")
                .add(opinion("agree", "Agree", of), opinion("disagree", "Disagree", of)));
  }

  private static Html opinion(String value, String text, String film) {
    return Html.of("button", text)
        .with("type", "submit")
        .with("name", "opinion")
        .with("value", value)
        .with("aria-label", text + " with the model about film " + film);
  }
}
