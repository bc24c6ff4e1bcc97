package io.github.thorax4j.orthanc;

import io.github.thorax4j.orthanc.Film.State;
import java.util.List;
import java.util.Map;

/** What is waiting, what fails and what was given up, as a page. */
final class QueuePage {

  private QueuePage() {}

  /**
   * The page's content.
   *
   * @param counts how many films there are of each state
   * @param waiting those that have waited longest
   * @param dead some that were given up
   */
  static Html content(
      Layout layout, Map<State, Long> counts, List<Queue.Entry> waiting, List<Queue.Entry> dead) {
    Html content = Html.of("div");
    Html sums = Html.of("tbody");
    for (State state : State.values()) {
      sums.add(
          Html.of("tr")
              .add(
                  Html.of("th", Layout.inWords(state)).with("scope", "row"),
                  Html.of("td", Long.toString(counts.getOrDefault(state, 0L)))
                      .with("class", "number")));
    }
    content.add(
        Html.of("table")
            .add(
                Html.of("caption", "Objects that came in, by state"),
                Layout.tableHead("State", "Number"),
                sums));

    long given = counts.getOrDefault(State.DEAD, 0L);
    content.add(Html.of("h2", "Given up"));
    if (dead.isEmpty()) {
      content.add(Html.of("p", "None."));
    } else {
      content.add(
          layout
              .form("/queue/retry")
              .add(Html.of("button", "Retry all " + given).with("type", "submit")));
      Html body = Html.of("tbody");
      for (Queue.Entry entry : dead) {
        Film film = entry.film();
        body.add(
            row(layout, film)
                .add(Html.of("td", film.detail()), Html.of("td").add(retry(layout, film))));
      }
      content.add(
          Html.of("table")
              .add(
                  Html.of("caption", caption("Films that were given up", dead.size(), given)),
                  Layout.tableHead("Film", "Study", "Arrived", "Reason", "Action"),
                  body));
    }

    content.add(Html.of("h2", "Waiting"));
    if (waiting.isEmpty()) {
      content.add(Html.of("p", "None."));
    } else {
      Html body = Html.of("tbody");
      for (Queue.Entry entry : waiting) {
        body.add(
            row(layout, entry.film())
                .add(Html.of("td", Integer.toString(entry.failures())).with("class", "number")));
      }
      content.add(
          Html.of("table")
              .add(
                  Html.of(
                      "caption",
                      caption(
                          "Films that wait, the longest waiting first",
                          waiting.size(),
                          counts.getOrDefault(State.WAITING, 0L))),
                  Layout.tableHead("Film", "Study", "Arrived", "Failed attempts"),
                  body));
    }
    return content;
  }

  private static String caption(String text, int shown, long all) {
    return shown < all ? text + " (" + shown + " of " + all + ")" : text;
  }

  private static Html row(Layout layout, Film film) {
    Html study = Html.of("td");
    film.study()
        .ifPresentOrElse(
            id ->
                study.add(
                    Html.of("a", "Study " + Layout.shortId(id)).with("href", "/studies/" + id)),
            () -> study.add("-"));
    return Html.of("tr")
        .add(
            Html.of("th", Layout.shortId(film.instance())).with("scope", "row"),
            study,
            Html.of("td").add(layout.age(film.received())).add(" ago"));
  }

  private static Html retry(Layout layout, Film film) {
    return layout
        .form("/films/" + film.instance() + "/retry")
        .add(
            Html.of("button", "Retry")
                .with("type", "submit")
                .with("aria-label", "Retry film " + Layout.shortId(film.instance())));
  }
}
