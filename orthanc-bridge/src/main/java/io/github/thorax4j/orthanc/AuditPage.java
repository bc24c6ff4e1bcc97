package io.github.thorax4j.orthanc;

import java.util.List;

/** The audit log as a page. */
final class AuditPage {

  private static final String LIST = ": ";

  private AuditPage() {}

  /**
   * The page's content.
   *
   * @param entries those of the page, and one more if another page follows
   * @param number 1 for the first page
   * @param size how many entries are on a page
   */
  static Html content(List<AuditLog.Entry> entries, int number, int size) {
    Html body = Html.of("tbody");
    entries.stream()
        .limit(size)
        .forEach(
            entry ->
                body.add(
                    Html.of("tr")
                        .add(
                            Html.of("th", Layout.utc(entry.at())).with("scope", "row"),
                            Html.of("td", entry.who()),
                            Html.of("td", entry.origin()),
                            Html.of("td", entry.action()),
                            Html.of("td").add(object(entry.object())))));
    Html table =
        Html.of("table")
            .add(
                Html.of("caption", "Who saw and changed what, the newest first"),
                Layout.tableHead("When", "Who", "From", "What", "Of"),
                body);
    return Html.of("div")
        .add(table, Layout.pager("/audit?", number, entries.size() > size ? number + 1L : number));
  }

  /** What an entry says of several objects: some words and the objects' identifiers. */
  static String list(String words, List<String> identifiers) {
    return identifiers.isEmpty() ? words : words + LIST + String.join(" ", identifiers);
  }

  private static Html object(String object) {
    int list = object.indexOf(LIST);
    return list < 0
        ? Html.of("span", object)
        : Html.of("details")
            .add(
                Html.of("summary", object.substring(0, list)),
                Html.of("span", object.substring(list + LIST.length())));
  }
}
