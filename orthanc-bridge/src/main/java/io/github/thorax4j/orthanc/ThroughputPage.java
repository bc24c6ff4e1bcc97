package io.github.thorax4j.orthanc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** How many films are done and how quickly, as a page. */
final class ThroughputPage {

  /** How many hours are shown. */
  static final int HOURS = 48;

  private static final int WIDTH = 800;
  private static final int HEIGHT = 240;
  private static final int MARGIN = 40;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private ThroughputPage() {}

  /**
   * The page's content.
   *
   * @param hours how many films were done in each hour, by its number since 1970
   * @param latencies of the last day's films, the shortest first
   */
  static Html content(
      Layout layout,
      SortedMap<Long, Long> hours,
      List<Duration> latencies,
      ScoreDrift.State drift) {
    long thisHour = layout.now().toEpochMilli() / HOUR;
    Html facts = Html.of("dl");
    fact(facts, "Films in the last 24 hours", Integer.toString(latencies.size()));
    if (!latencies.isEmpty()) {
      fact(facts, "Median time to the result", seconds(latencies, 0.5));
      fact(facts, "95 % within", seconds(latencies, 0.95));
    }
    return Html.of("div")
        .add(
            facts,
            Html.of("h2", "Films an hour"),
            chart(hours, thisHour),
            table(hours),
            Html.of("h2", "Probabilities of the last 24 hours"),
            drift(drift));
  }

  private static void fact(Html list, String term, String value) {
    list.add(Html.of("dt", term), Html.of("dd", value));
  }

  private static String seconds(List<Duration> sorted, double quantile) {
    int index = (int) Math.ceil(quantile * sorted.size()) - 1;
    return String.format(Locale.ROOT, "%.2f s", sorted.get(Math.max(0, index)).toMillis() / 1000.0);
  }

  private static Html chart(SortedMap<Long, Long> hours, long thisHour) {
    long most = hours.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Html svg =
        Html.of("svg")
            .with("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
            .with("width", Integer.toString(WIDTH))
            .with("height", Integer.toString(HEIGHT))
            .with("role", "img")
            .with(
                "aria-label",
                "Films done in each of the last " + HOURS + " hours; the most in an hour: " + most);
    double step = (double) (WIDTH - 2 * MARGIN) / HOURS;
    int floor = HEIGHT - MARGIN;
    for (int i = 0; i < HOURS; i++) {
      long films = hours.getOrDefault(thisHour - HOURS + 1 + i, 0L);
      double height = most == 0 ? 0 : (double) (floor - MARGIN) * films / most;
      svg.add(
          Html.of("rect")
              .with("class", "bar")
              .with("x", number(MARGIN + i * step + 1))
              .with("y", number(floor - height))
              .with("width", number(step - 2))
              .with("height", number(height)));
    }
    svg.add(
        Html.of("line")
            .with("class", "axis")
            .with("x1", Integer.toString(MARGIN))
            .with("x2", Integer.toString(WIDTH - MARGIN))
            .with("y1", Integer.toString(floor))
            .with("y2", Integer.toString(floor)));
    svg.add(text(MARGIN, floor + 18, "start", HOURS + " h ago"));
    svg.add(text(WIDTH - MARGIN, floor + 18, "end", "now"));
    svg.add(text(MARGIN - 6, MARGIN + 4, "end", Long.toString(most)));
    svg.add(text(MARGIN - 6, floor, "end", "0"));
    return svg;
  }

  private static Html text(int x, int y, String anchor, String text) {
    return Html.of("text", text)
        .with("x", Integer.toString(x))
        .with("y", Integer.toString(y))
        .with("text-anchor", anchor);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static Html table(SortedMap<Long, Long> hours) {
    if (hours.isEmpty()) {
      return Html.of("p", "No films.");
    }
    Html body = Html.of("tbody");
    hours.forEach(
        (hour, films) ->
            body.add(
                Html.of("tr")
                    .add(
                        Html.of("th", Layout.utc(Instant.ofEpochMilli(hour * HOUR)))
                            .with("scope", "row"),
                        Html.of("td", Long.toString(films)).with("class", "number"))));
    return Html.of("details")
        .add(
            Html.of("summary", "As a table"),
            Html.of("table")
                .add(
                    Html.of("caption", "Films done, by hour"),
                    Layout.tableHead("Hour from", "Films"),
                    body));
  }

  private static Html drift(ScoreDrift.State drift) {
    Html section = Html.of("div");
    String expected =
        drift.reference().equals("model")
            ? "the training's hold-out, as the model's file has it"
            : "this site's first " + ScoreDrift.SITE_FILMS + " films";
    section.add(Html.of("p", "Reference: " + expected + "."));
    if (drift.distance().isPresent()) {
      String index =
          String.format(
              Locale.ROOT,
              "Population stability index %.3f, alert from %.2f: ",
              drift.distance().getAsDouble(),
              drift.threshold());
      section.add(
          drift.alert()
              ? Html.of("p", index + "the probabilities have shifted.").with("class", "alert")
              : Html.of("p", index + "as they used to be."));
    } else {
      String least = ScoreDrift.LEAST_FILMS + " films in 24 hours";
      section.add(Html.of("p", "Too few films to compare: it takes " + least + "."));
    }
    Html body = Html.of("tbody");
    for (int i = 0; i < ScoreHistogram.BINS; i++) {
      int bin = i;
      String range =
          String.format(
              Locale.ROOT,
              "%.1f to %.1f",
              (double) bin / ScoreHistogram.BINS,
              (bin + 1.0) / ScoreHistogram.BINS);
      body.add(
          Html.of("tr")
              .add(
                  Html.of("th", range).with("scope", "row"),
                  Html.of("td", percent(drift.today().share(bin))).with("class", "number"),
                  Html.of("td", drift.expected().map(e -> percent(e.share(bin))).orElse("not yet"))
                      .with("class", "number")));
    }
    return section.add(
        Html.of("table")
            .add(
                Html.of("caption", "Share of films by probability of pneumonia"),
                Layout.tableHead("Probability", "Last 24 hours", "Reference"),
                body));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
