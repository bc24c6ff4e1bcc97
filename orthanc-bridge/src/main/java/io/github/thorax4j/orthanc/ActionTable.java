package io.github.thorax4j.orthanc;

import java.util.List;

/** What rules wanted and was given up, as a part of a page. */
final class ActionTable {

  private ActionTable() {}

  /**
   * The part.
   *
   * @param dead some that were given up
   * @param all how many were
   */
  static Html content(Layout layout, List<RuleAction> dead, long all) {
    Html content = Html.of("div").add(Html.of("h2", "Actions of rules that were given up"));
    if (dead.isEmpty()) {
      return content.add(Html.of("p", "None."));
    }
    Html body = Html.of("tbody");
    for (RuleAction action : dead) {
      String film = Layout.shortId(action.key().instance());
      body.add(
          Html.of("tr")
              .add(
                  Html.of("th", film).with("scope", "row"),
                  Html.of("td", action.key().rule()),
                  Html.of("td", action.key().action()),
                  Html.of("td").add(layout.age(action.since())),
                  Html.of("td", action.detail()),
                  Html.of("td").add(retry(layout, action.key(), film))));
    }
    String caption =
        dead.size() < all
            ? "Actions that were given up (" + dead.size() + " of " + all + ")"
            : "Actions that were given up";
    content.add(
        layout
            .form("/actions/retry-all")
            .add(Html.of("button", "Retry all " + all + " actions").with("type", "submit")));
    return content.add(
        Html.of("table")
            .add(
                Html.of("caption", caption),
                Layout.tableHead("Film", "Rule", "What", "Age", "Reason", "Action"),
                body));
  }

  private static Html retry(Layout layout, RuleAction.Key key, String film) {
    return layout
        .form("/actions/retry")
        .add(
            hidden("instance", key.instance()),
            hidden("rule", key.rule()),
            hidden("action", key.action()),
            Html.of("button", "Retry")
                .with("type", "submit")
                .with("aria-label", "Retry " + key.action() + " for film " + film));
  }

  private static Html hidden(String name, String value) {
    return Html.of("input").with("type", "hidden").with("name", name).with("value", value);
  }
}
