package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import io.github.thorax4j.Reason;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.HeaderGate;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import io.github.thorax4j.orthanc.Condition.Attribute;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the rules of {@code bridge.yaml}. */
final class RuleReader {

  /** For what the model declines; for other reasons it is not asked. */
  private static final Set<Reason> MODELS = Set.of(Reason.UNSUITABLE_SIZE, Reason.NO_CONTENT);

  private static final List<String> KINDS =
      List.of("store", "priority", "metadata", "label", "webhook");

  private static final int MOST_RULES = 1000;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_TEXT = 16;
  private static final int OLDEST = 150;
  private static final int HIGHEST_PRIORITY = 1000;
  private static final int LONGEST_METADATA = 4096;

  /** Metadata below are Orthanc's own. */
  private static final int FIRST_METADATA = 1024;

  private static final int LAST_METADATA = 65_535;

  /** Their names, in all versions until 1.12. */
  private static final Set<String> ORTHANCS =
      Set.of(
          "AnonymizedFrom",
          "CalledAET",
          "ExpectedNumberOfInstances",
          "HttpUsername",
          "IndexInSeries",
          "LastUpdate",
          "MainDicomSequences",
          "MainDicomTagsSignature",
          "ModifiedFrom",
          "Origin",
          "PixelDataOffset",
          "PixelDataVR",
          "ReceptionDate",
          "RemoteAET",
          "RemoteIP",
          "SopClassUid",
          "TransferSyntax");

  private static final Set<String> OURS =
      Set.of(FilmWork.PROBABILITY, FilmWork.FINDING, FilmWork.MODEL);

  private static final Pattern METADATA = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final BridgeConfig config;
  private final Mistakes mistakes;
  private final boolean secrets;
  private final Map<String, Integer> names = new HashMap<>();

  /**
   * A reader.
   *
   * @param config everything but the rules
   * @param secrets whether secrets are read; else they are left out
   */
  RuleReader(BridgeConfig config, Mistakes mistakes, boolean secrets) {
    this.config = config;
    this.mistakes = mistakes;
    this.secrets = secrets;
  }

  /** The rules, in their order. */
  List<Rule> rules(YamlValue value) {
    List<Rule> rules = new ArrayList<>();
    if (value.list().size() > MOST_RULES) {
      value.wrong("are more than " + MOST_RULES);
      return rules;
    }
    for (YamlValue item : value.list()) {
      rule(item).ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Rule> rule(YamlValue value) {
    if (!value.isMap()) {
      return value.wrong("must be a list of rules, each with name, when and then");
    }
    YamlMap map = value.map();
    Optional<YamlValue> nameValue = map.take("name");
    Optional<String> name = nameValue.flatMap(YamlValue::text);
    if (nameValue.isEmpty()) {
      mistakes.add(map.line(), "the rule has no name");
    }
    if (nameValue.isPresent() && name.isPresent()) {
      if (name.get().length() > LONGEST_NAME) {
        nameValue.get().wrong("must have at most " + LONGEST_NAME + " characters");
      }
      checkPlain(nameValue.get(), name.get());
      Integer first = names.putIfAbsent(name.get(), nameValue.get().line());
      if (first != null) {
        nameValue.get().wrong("'" + name.get() + "' is that of the rule in line " + first + " too");
      }
    }
    List<Condition> when = when(map.map("when"));
    List<Integer> lines = new ArrayList<>();
    List<Action> then = then(map, lines);
    map.end();
    return name.map(known -> new Rule(known, when, then, lines));
  }

  /** What actions are known by. */
  private static void checkPlain(YamlValue value, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      value.wrong("must not hold line breaks or other control characters");
    }
  }

  private List<Condition> when(YamlMap map) {
    List<Condition> all = new ArrayList<>();
    Optional<YamlValue> finding = map.take("finding");
    Optional<Set<Finding>> findings = finding.flatMap(v -> words(v, Finding.class));
    findings.map(Condition.Found::new).ifPresent(all::add);
    Optional<YamlValue> probability = map.take("probability");
    Optional<Condition.Probability> range = probability.flatMap(this::probability);
    range.ifPresent(all::add);
    Optional<YamlValue> declined = map.take("declined");
    declined.flatMap(this::declined).ifPresent(all::add);
    text(map, "modality", Attribute.MODALITY).ifPresent(all::add);
    text(map, "aeTitle", Attribute.REMOTE_AE_TITLE).ifPresent(all::add);
    text(map, "calledAeTitle", Attribute.CALLED_AE_TITLE).ifPresent(all::add);
    text(map, "station", Attribute.STATION).ifPresent(all::add);
    text(map, "bodyPart", Attribute.BODY_PART).ifPresent(all::add);
    map.take("age").flatMap(this::age).ifPresent(all::add);
    map.end();
    if (declined.isPresent() && (finding.isPresent() || probability.isPresent())) {
      declined
          .get()
          .wrong(
              "can never hold together with "
                  + (finding.isPresent() ? "finding" : "probability")
                  + ": a film that is declined has none");
    }
    if (probability.isPresent() && range.isPresent() && findings.isPresent()) {
      checkThreshold(probability.get(), range.get(), findings.get());
    }
    return all;
  }

  /** The finding follows from the probability, so that one may rule the other out. */
  private void checkThreshold(YamlValue value, Condition.Probability range, Set<Finding> findings) {
    if (config.threshold().isEmpty() || findings.size() != 1) {
      return;
    }
    double threshold = config.threshold().getAsDouble();
    if (findings.contains(Finding.PNEUMONIA) && range.max() < threshold) {
      value.wrong("can never hold: from pneumonia on it is at least the threshold of " + threshold);
    } else if (findings.contains(Finding.NORMAL) && range.min() >= threshold) {
      value.wrong("can never hold: of a normal film it is below the threshold of " + threshold);
    }
  }

  private static <E extends Enum<E>> Optional<Set<E>> words(YamlValue value, Class<E> type) {
    Set<E> words = EnumSet.noneOf(type);
    List<YamlValue> list = value.list();
    list.forEach(item -> item.oneOf(type).ifPresent(words::add));
    if (list.isEmpty()) {
      return never(value);
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private static <T> Optional<T> never(YamlValue value) {
    return value.wrong("can never hold: its list is empty");
  }

  private Optional<Condition.Probability> probability(YamlValue value) {
    YamlMap map = range(value);
    double min = map.take("min").flatMap(v -> v.number(0, 1)).orElse(0.0);
    double max = map.take("max").flatMap(v -> v.number(0, 1)).orElse(1.0);
    map.end();
    return min > max
        ? value.wrong("can never hold: min is above max")
        : Optional.of(new Condition.Probability(min, max));
  }

  private Optional<Condition.Age> age(YamlValue value) {
    YamlMap map = range(value);
    int min = map.take("min").flatMap(v -> v.integer(0, OLDEST)).orElse(0);
    int max = map.take("max").flatMap(v -> v.integer(0, OLDEST)).orElse(OLDEST);
    map.end();
    return min > max
        ? value.wrong("can never hold: min is above max")
        : Optional.of(new Condition.Age(min, max));
  }

  private YamlMap range(YamlValue value) {
    YamlMap map = value.map();
    if (value.isMap() && map.take("min").isEmpty() && map.take("max").isEmpty()) {
      value.wrong("needs min or max or both");
    }
    return map;
  }

  private Optional<Condition.Declined> declined(YamlValue value) {
    if (value.isTrue()) {
      return Optional.of(new Condition.Declined(EnumSet.allOf(Reason.class)));
    }
    for (YamlValue item : value.list()) {
      item.word(Reason.class)
          .filter(reason -> !MODELS.contains(reason))
          .ifPresent(
              reason -> item.wrong("can never hold: such objects are not classified at all"));
    }
    return words(value, Reason.class).map(Condition.Declined::new);
  }

  private Optional<Condition.Text> text(YamlMap map, String key, Attribute attribute) {
    Optional<YamlValue> value = map.take(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<YamlValue> list = value.get().list();
    if (list.isEmpty()) {
      return never(value.get());
    }
    Set<String> words = new LinkedHashSet<>();
    for (YamlValue item : list) {
      Optional<String> word = item.text();
      if (word.isEmpty()) {
        continue;
      }
      words.add(word.get());
      if (word.get().length() > LONGEST_TEXT) {
        item.wrong("can never hold: it has at most " + LONGEST_TEXT + " characters in DICOM");
      } else {
        gate(attribute, word.get()).ifPresent(item::wrong);
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new Condition.Text(attribute, words));
  }

  /** What is not taken for a chest film is never seen by a rule. */
  private static Optional<String> gate(Attribute attribute, String word) {
    int tag;
    if (attribute == Attribute.MODALITY) {
      tag = Tag.MODALITY;
    } else if (attribute == Attribute.BODY_PART) {
      tag = Tag.BODY_PART_EXAMINED;
    } else {
      return Optional.empty();
    }
    Attributes header =
        Attributes.builder()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
            .put(tag, Vr.LO, word)
            .build();
    return HeaderGate.films()
        .check(header)
        .map(refused -> "can never hold: such films are not classified");
  }

  /**
   * What is done.
   *
   * @param lines where each of that is; added to
   */
  private List<Action> then(YamlMap rule, List<Integer> lines) {
    List<Action> actions = new ArrayList<>();
    Optional<YamlValue> value = rule.take("then");
    if (value.isEmpty() || value.get().list().isEmpty()) {
      mistakes.add(rule.line(), "the rule does nothing: it needs actions below then");
      return actions;
    }
    Set<String> known = new HashSet<>();
    for (YamlValue item : value.get().list()) {
      if (!item.isMap()) {
        item.wrong("must be a list of actions: store, priority, metadata, label or webhook");
        continue;
      }
      YamlMap map = item.map();
      List<Action> some = new ArrayList<>();
      for (String key : KINDS) {
        Optional<YamlValue> action = map.take(key);
        action.ifPresent(v -> actions(v, some, lines));
      }
      map.end();
      for (Action action : some) {
        if (!known.add(action.name())) {
          item.wrong("has an action twice: " + action.name());
        }
      }
      actions.addAll(some);
    }
    return actions;
  }

  private void actions(YamlValue value, List<Action> actions, List<Integer> lines) {
    if (value.name().equals("metadata")) {
      metadata(value, actions, lines);
      return;
    }
    Optional<Action> action =
        switch (value.name()) {
          case "store" -> store(value);
          case "priority" -> value.integer(1, HIGHEST_PRIORITY).map(Action.Priority::new);
          case "label" -> label(value);
          default -> webhook(value);
        };
    if (action.isPresent()) {
      actions.add(action.get());
      lines.add(value.keyLine());
    }
  }

  private Optional<Action> store(YamlValue value) {
    YamlMap map = value.map();
    Optional<YamlValue> modality = map.take("modality");
    Optional<YamlValue> peer = map.take("peer");
    Optional<YamlValue> whatValue = map.take("what");
    Optional<Action.What> what =
        whatValue.isPresent()
            ? whatValue.get().oneOf(Action.What.class)
            : Optional.of(Action.What.FILM);
    map.end();
    if (what.filter(w -> w == Action.What.RESULTS).isPresent()
        && !config.results().report()
        && !config.results().picture()) {
      whatValue.ifPresent(v -> v.wrong("is results, and there are none: results is none"));
    }
    if (modality.isPresent() == peer.isPresent()) {
      return value.isMap()
          ? value.wrong("needs a modality or a peer, by its name in Orthanc")
          : Optional.empty();
    }
    Action.TargetKind kind =
        modality.isPresent() ? Action.TargetKind.MODALITY : Action.TargetKind.PEER;
    YamlValue name = modality.or(() -> peer).get();
    Optional<String> target = name.text();
    if (target.isEmpty() || what.isEmpty()) {
      return Optional.empty();
    }
    checkPlain(name, target.get());
    return Optional.of(new Action.Store(kind, target.get(), what.get()));
  }

  private static void metadata(YamlValue value, List<Action> actions, List<Integer> lines) {
    List<YamlValue> items = value.map().takeAll();
    for (YamlValue item : items) {
      Optional<String> text = item.text();
      if (!isMetadata(item.name())) {
        item.wrong(
            "is no metadata that may be set: a name that Orthanc knows, or a number from "
                + FIRST_METADATA
                + " to "
                + LAST_METADATA);
      } else if (ORTHANCS.contains(item.name())) {
        item.wrong("is no metadata that may be set: it is Orthanc's own");
      } else if (OURS.contains(item.name())) {
        item.wrong("is no metadata that may be set: it says what the model answered");
      } else if (text.isPresent() && text.get().length() > LONGEST_METADATA) {
        item.wrong("must have at most " + LONGEST_METADATA + " characters");
      } else if (text.isPresent()) {
        actions.add(new Action.Metadata(item.name(), text.get()));
        lines.add(item.keyLine());
      }
    }
    if (value.isMap() && items.isEmpty()) {
      value.wrong("needs a key and a value");
    }
  }

  private static boolean isMetadata(String key) {
    if (!METADATA.matcher(key).matches()) {
      return false;
    }
    if (key.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return key.length() <= 5
          && key.charAt(0) != '0'
          && Integer.parseInt(key) >= FIRST_METADATA
          && Integer.parseInt(key) <= LAST_METADATA;
    }
    return true;
  }

  private static Optional<Action> label(YamlValue value) {
    Optional<String> text = value.text();
    if (text.isPresent() && !LABEL.matcher(text.get()).matches()) {
      return value.wrong("must be 1 to 64 letters, digits, - and _");
    }
    if (text.isPresent() && text.get().startsWith(FilmWork.LABEL_PREFIX)) {
      return value.wrong(
          "must not begin with "
              + FilmWork.LABEL_PREFIX
              + ": such labels say what the model answered");
    }
    return text.map(Action.Label::new);
  }

  private Optional<Action> webhook(YamlValue value) {
    YamlMap map = value.map();
    Optional<YamlValue> address = map.take("url");
    Optional<URI> url = address.flatMap(YamlValue::url);
    Optional<String> secret = secrets ? BridgeFile.secret(map, "secret") : none(map);
    map.end();
    if (address.isEmpty() && value.isMap()) {
      return value.wrong("needs a url");
    }
    return url.map(known -> new Action.Webhook(known, secret));
  }

  private static Optional<String> none(YamlMap map) {
    map.take("secret");
    map.take("secretFile");
    return Optional.empty();
  }
}
