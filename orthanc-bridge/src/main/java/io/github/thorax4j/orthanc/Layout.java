package io.github.thorax4j.orthanc;

import io.github.thorax4j.batch.Disclaimer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What is around every page, and how values are written on it.
 *
 * @param visitor who sees it
 * @param formToken what their forms carry
 * @param loggedIn whether they can log out
 * @param now when
 */
record Layout(Visitor visitor, String formToken, boolean loggedIn, Instant now) {

  private static final int SHORT_ID = 8;

  /** What the pages are called. */
  enum Place {
    WORKLIST("/", "Worklist"),
    QUEUE("/queue", "Queue"),
    THROUGHPUT("/throughput", "Throughput"),
    AUDIT("/audit", "Audit log"),
    NONE("", "");

    private final String path;
    private final String name;

    Place(String path, String name) {
      this.path = path;
      this.name = name;
    }
  }

  /** A whole page. */
  String page(String title, Place place, Html main) {
    Html head =
        Html.of("head")
            .add(
                Html.of("meta").with("charset", "utf-8"),
                Html.of("meta")
                    .with("name", "viewport")
                    .with("content", "width=device-width, initial-scale=1"),
                Html.of("title", title + " - thorax4j"),
                Html.of("link").with("rel", "stylesheet").with("href", "/pages.css"),
                Html.of("link").with("rel", "icon").with("href", "/icon.svg"));
    Html body =
        Html.of("body")
            .add(
                Html.of("a", "Skip to content").with("class", "skip").with("href", "#content"),
                header(place),
                Html.of("main")
                    .with("id", "content")
                    .with("tabindex", "-1")
                    .add(Html.of("h1", title), main),
                Html.of("footer").add(Html.of("p", Disclaimer.TEXT)));
    return "<!DOCTYPE html>\n" + Html.of("html").with("lang", "en").add(head, body);
  }

  private Html header(Place place) {
    Html header = Html.of("header");
    header.add(Html.of("p", "thorax4j").with("class", "brand"));
    if (loggedIn || visitor.equals(Visitor.LOCAL)) {
      Html list = Html.of("ul");
      for (Place link : Place.values()) {
        if (link == Place.NONE || (link == Place.AUDIT && !visitor.admin())) {
          continue;
        }
        Html anchor = Html.of("a", link.name).with("href", link.path);
        if (link == place) {
          anchor.with("aria-current", "page");
        }
        list.add(Html.of("li").add(anchor));
      }
      header.add(Html.of("nav").with("aria-label", "Pages").add(list));
    }
    header.add(Html.of("p", Disclaimer.TEXT).with("class", "notice"));
    if (loggedIn) {
      header.add(
          form("/logout")
              .with("class", "logout")
              .add(Html.of("button", "Log out " + visitor.name()).with("type", "submit")));
    }
    return header;
  }

  /** A form that changes something. */
  Html form(String path) {
    return Html.of("form")
        .with("method", "post")
        .with("action", path)
        .add(
            Html.of("input").with("type", "hidden").with("name", "token").with("value", formToken));
  }

  /** How long ago something was. */
  Html age(Instant then) {
    return Html.of("time", inWords(Duration.between(then, now)))
        .with("datetime", then.truncatedTo(ChronoUnit.SECONDS).toString())
        .with("title", utc(then));
  }

  /** A length of time in its largest unit. */
  static String inWords(Duration age) {
    long minutes = Math.max(0, age.toMinutes());
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / (24 * 60) + " d";
  }

  /** A moment, for people. */
  static String utc(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  /** A probability, for people. */
  static String probability(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** The beginning of one of Orthanc's identifiers, for people. */
  static String shortId(String id) {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  /** A state, for people. */
  static String inWords(Film.State state) {
    return switch (state) {
      case WAITING -> "waiting";
      case OTHER -> "no chest film";
      case DECLINED -> "declined";
      case DONE -> "done";
      case DEAD -> "given up";
      case GONE -> "deleted";
    };
  }

  /** A table's head: columns by name. */
  static Html tableHead(String... columns) {
    Html row = Html.of("tr");
    for (String column : columns) {
      row.add(Html.of("th", column).with("scope", "col"));
    }
    return Html.of("thead").add(row);
  }

  /** Links to the pages before and after. */
  static Html pager(String path, int number, long pages) {
    Html nav = Html.of("nav").with("class", "pager").with("aria-label", "Pages of the list");
    if (number > 1) {
      nav.add(Html.of("a", "Previous page").with("href", path + "page=" + (number - 1)));
    }
    nav.add(Html.of("span", "Page " + number + " of " + Math.max(1, pages)));
    if (number < pages) {
      nav.add(Html.of("a", "Next page").with("href", path + "page=" + (number + 1)));
    }
    return nav;
  }
}
