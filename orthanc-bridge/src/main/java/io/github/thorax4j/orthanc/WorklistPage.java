package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.orthanc.Film.Answer;
import io.github.thorax4j.orthanc.Worklist.Order;
import io.github.thorax4j.orthanc.Worklist.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The worklist as a page. */
final class WorklistPage {

  private static final Map<Order, String> COLUMNS =
      Map.of(
          Order.URGENCY, "Priority",
          Order.PROBABILITY, "Probability",
          Order.FINDING, "Finding",
          Order.MODEL, "Model",
          Order.AGE, "Arrived",
          Order.STATE, "State");

  /** What a heat map's colours mean. */
  static final String HEAT_MAP =
      "What moved the model's answer towards pneumonia: violet weakly, yellow most, no colour not"
          + " at all. It does not show where disease is.";

  private WorklistPage() {}

  /**
   * The page's content.
   *
   * @param films those of the page
   * @param answers what Orthanc says of them
   * @param tokens what shows in the address of a film's thumbnail that it was on this page
   * @param open how many films nobody has reviewed
   * @param all how many films there are
   * @param gone how many films were reviewed and are not in Orthanc any more
   */
  static Html content(
      Layout layout,
      Page page,
      List<Film> films,
      StudyQuery.Answers answers,
      UnaryOperator<String> tokens,
      long open,
      long all,
      long gone) {
    Html content = Html.of("div");
    content.add(
        Html.of("nav")
            .with("class", "filter")
            .with("aria-label", "Which films")
            .add(
                choice("Not reviewed (" + open + ")", page, false),
                choice("All (" + all + ")", page, true)));
    long total = page.reviewed() ? all : open;
    if (films.isEmpty()) {
      content.add(Html.of("p", "No films."));
      return content.add(labels(gone));
    }
    Html body = Html.of("tbody");
    for (Film film : films) {
      body.add(row(layout, film, answers.of(film), tokens.apply(film.instance())));
    }
    content.add(
        Html.of("table")
            .with("class", "worklist")
            .add(Html.of("caption", "Chest films, sorted by " + sorted(page)), head(page), body));
    long pages = (total + Page.SIZE - 1) / Page.SIZE;
    content.add(
        Layout.pager(
            path(page.order(), page.descending(), page.reviewed()) + "&", page.number(), pages));
    return content.add(labels(gone));
  }

  private static Html labels(long gone) {
    Html labels =
        Html.of("p")
            .add("What people said, as labels for a training: ")
            .add(Html.of("a", "labels.csv").with("href", "/labels.csv"));
    return gone == 0
        ? labels
        : labels.add(
            ". Without "
                + gone
                + (gone == 1 ? " reviewed film that is" : " reviewed films that are")
                + " not in Orthanc any more.");
  }

  private static String sorted(Page page) {
    String direction = page.descending() ? "descending" : "ascending";
    return (page.order() == Order.URGENCY
            ? "urgency"
            : COLUMNS.getOrDefault(page.order(), "").toLowerCase(Locale.ROOT))
        + ", "
        + direction;
  }

  private static String path(Order order, boolean descending, boolean reviewed) {
    return "/?sort="
        + order.id()
        + "&direction="
        + (descending ? "descending" : "ascending")
        + (reviewed ? "&show=all" : "");
  }

  private static Html choice(String text, Page page, boolean reviewed) {
    Html link = Html.of("a", text).with("href", path(page.order(), page.descending(), reviewed));
    return page.reviewed() == reviewed ? link.with("aria-current", "true") : link;
  }

  private static Html head(Page page) {
    Html row = Html.of("tr");
    row.add(Html.of("th", "Study").with("scope", "col"));
    for (String column : List.of("Film", "Patient", "Accession number", "Study date")) {
      row.add(Html.of("th", column).with("scope", "col"));
    }
    for (Order order :
        List.of(
            Order.URGENCY, Order.PROBABILITY, Order.FINDING, Order.MODEL, Order.AGE, Order.STATE)) {
      boolean current = page.order() == order;
      // A second click turns the order round.
      boolean descending = current ? !page.descending() : order != Order.MODEL;
      Html cell = Html.of("th").with("scope", "col");
      if (order == Order.URGENCY || order == Order.PROBABILITY) {
        cell.with("class", "number");
      }
      if (current) {
        cell.with("aria-sort", page.descending() ? "descending" : "ascending");
      }
      row.add(
          cell.add(
              Html.of("a", COLUMNS.getOrDefault(order, ""))
                  .with("href", path(order, descending, page.reviewed()))));
    }
    return Html.of("thead").add(row);
  }

  private static Html row(Layout layout, Film film, StudyFacts facts, String token) {
    String study = film.study().orElse("");
    String link = "/studies/" + study;
    Html row = Html.of("tr");
    if (film.priority() > 0) {
      row.with("class", "urgent");
    }
    Html head =
        Html.of("th")
            .with("scope", "row")
            .with("class", "text")
            .add(
                study.isEmpty()
                    ? Html.of("span", "not known")
                    : Html.of("a", "Study " + Layout.shortId(study))
                        .with("class", "name")
                        .with("href", link));
    if (!facts.description().isEmpty()) {
      head.add(Html.of("span", facts.description()).with("class", "more"));
    }
    row.add(head);
    row.add(Html.of("td").with("class", "film").add(picture(film, token, link)));
    row.add(
        Html.of("td")
            .with("class", "text")
            .add(
                Html.of("span", facts.patientName()).with("class", "more"),
                Html.of("span", facts.patientId()).with("class", "more")));
    row.add(Html.of("td", facts.accession()).with("class", "text"));
    row.add(Html.of("td", facts.date()).with("class", "name"));
    row.add(Html.of("td", Integer.toString(film.priority())).with("class", "number"));
    Optional<Answer> answer = film.answer();
    row.add(
        Html.of("td", answer.map(a -> Layout.probability(a.probability())).orElse("-"))
            .with("class", "number"));
    row.add(finding(answer));
    row.add(Html.of("td", answer.map(Answer::model).orElse("-")).with("class", "model"));
    row.add(Html.of("td").with("class", "name").add(layout.age(film.received())).add(" ago"));
    String detail = film.detail().isEmpty() ? "" : ": " + film.detail();
    row.add(Html.of("td", Layout.inWords(film.state()) + detail));
    return row;
  }

  private static Html finding(Optional<Answer> answer) {
    if (answer.isEmpty()) {
      return Html.of("td", "-");
    }
    Finding finding = answer.get().finding();
    return Html.of("td").add(Html.of("span", finding.label()).with("class", finding.label()));
  }

  /** The film; its heat map is only asked for once it is to be seen. */
  private static Html picture(Film film, String token, String link) {
    String path = "/films/" + film.instance();
    String name = "Film " + Layout.shortId(film.instance());
    return Html.of("a")
        .with("class", "film")
        .with("href", link)
        .add(
            Html.of("img")
                .with("class", "thumbnail")
                .with("src", path + "/thumbnail?" + Access.FILM_TOKEN + "=" + token)
                .with("alt", name)
                .with("width", "96")
                .with("height", "96")
                .with("loading", "lazy"),
            Html.of("span")
                .with("class", "heatmap")
                .add(
                    Html.of("img")
                        .with("src", path + "/heatmap")
                        .with("alt", "with the model's heat map")
                        .with("loading", "lazy"),
                    Html.of("span", HEAT_MAP)));
  }
}
