package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.thorax4j.orthanc.BridgeEvents.Phase;
import io.github.thorax4j.testdata.DicomObject;
import io.github.thorax4j.testdata.Phantom;
import io.github.thorax4j.testdata.Tag;
import io.github.thorax4j.testdata.Vr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bridge costs in time, beside a real Orthanc; {@code benchmark/orthanc.sh} runs it.
 * Prints tables in Markdown.
 */
final class BridgeBenchmark {

  private static final int SIDE = 2000;
  private static final int INGESTED = Integer.getInteger("ingested", 200);
  private static final int INGEST_SIDE = 500;
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final int ONE_A_SECOND = Integer.getInteger("oneASecond", 60);
  private static final int AT_ONCE = Integer.getInteger("atOnce", 100);

  /** With {@code bridge} it is as polite as the launcher makes it. */
  private static final List<String> WHO =
      List.of("Orthanc alone", "bridge", "bridge, not nice", "bridge down", "bridge hangs");

  private final Path folder;

  private BridgeBenchmark(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    BridgeBenchmark benchmark = new BridgeBenchmark(Path.of(arguments[0]));
    Set<String> chosen =
        Set.of(System.getProperty("parts", "ingest,latency,throughput").split(","));
    if (chosen.contains("ingest")) {
      benchmark.ingest("1");
      benchmark.ingest("0");
    }
    if (chosen.contains("latency")) {
      benchmark.latency();
    }
    if (chosen.contains("throughput")) {
      benchmark.throughput();
    }
  }

  /** Chest films of different patients, CR, 12 of 16 bits, uncompressed. */
  private List<Path> films(String name, int count, int side) throws IOException {
    Path films = Files.createDirectories(folder.resolve(name));
    int[][] drawn = {
      Phantom.normal(side, side, 1).stored(12, false),
      Phantom.pneumonia(side, side, 2).stored(12, false)
    };
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String patient = name + " " + i;
      files.add(
          DicomObject.computedRadiography(side, side, drawn[i % 2], 12)
              .set(Tag.PATIENT_ID, Vr.LO, patient)
              .set(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomObject.uid("study " + patient))
              .set(Tag.SERIES_INSTANCE_UID, Vr.UI, DicomObject.uid("series " + patient))
              .set(Tag.SOP_INSTANCE_UID, Vr.UI, DicomObject.uid("instance " + patient))
              .writeTo(films.resolve(i + ".dcm")));
    }
    return files;
  }

  // ---- ingest ----

  /**
   * Storescu to Orthanc alone and with a bridge, in turns.
   *
   * @param noDelay what Orthanc's environment says: 0 has each object wait for 40 ms, so that more
   *     of the bridge's work falls into the same time
   */
  private void ingest(String noDelay) throws Exception {
    List<Path> films = films("ingest", INGESTED, INGEST_SIDE);
    Map<String, List<Double>> seconds = new HashMap<>();
    for (int round = 0; round <= ROUNDS; round++) {
      for (String who : WHO) {
        double time = ingest(films, who, round, noDelay);
        if (round > 0) {
          seconds.computeIfAbsent(who, any -> new ArrayList<>()).add(time);
        }
      }
    }
    say(
        "| storescu of %d films of %d x %d, Orthanc with TCP_NODELAY=%s"
            + " | seconds, median (range) | of Orthanc alone |%n|---|---|---|",
        INGESTED, INGEST_SIDE, INGEST_SIDE, noDelay);
    for (String who : WHO) {
      List<Double> times = seconds.get(who);
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < times.size(); i++) {
        ratios.add(times.get(i) / seconds.get("Orthanc alone").get(i));
      }
      say("| %s | %s | %s |", who, spread(times), spread(ratios));
    }
    say("");
  }

  private double ingest(List<Path> films, String who, int round, String noDelay) throws Exception {
    Path here = folder.resolve(who.replace(' ', '-') + "-" + round + "-" + noDelay);
    String url = "http://127.0.0.1:" + LoopbackPort.free();
    Map<String, Object> settings =
        who.equals("Orthanc alone")
            ? Map.of()
            : Map.of("LuaScripts", List.of(System.getProperty("script")));
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OrthancServer server =
            OrthancServer.start(
                here,
                settings,
                Map.of(
                    "TCP_NODELAY",
                    noDelay,
                    "THORAX4J_URL",
                    who.equals("bridge hangs")
                        ? "http://127.0.0.1:" + deaf.getLocalPort()
                        : url))) {
      if (!who.equals("bridge") && !who.equals("bridge, not nice")) {
        return send(server, films);
      }
      List<String> nice = who.equals("bridge") ? List.of("nice", "-n", "19") : List.of();
      try (BridgeProcess bridge =
          BridgeProcess.start(server.config(), here.resolve("state"), nice)) {
        while (!bridge.log().endsWith("good\n") || bridge.log().endsWith("not good\n")) {
          Thread.sleep(100);
        }
        Thread.sleep(2_000);
        return send(server, films);
      }
    }
  }

  private static double send(OrthancServer server, List<Path> films) throws Exception {
    long begin = System.nanoTime();
    StoreScu.send(server, films);
    return (System.nanoTime() - begin) / 1e9;
  }

  // ---- from C-STORE to SR ----

  private void latency() throws Exception {
    List<Path> films = films("latency", ONE_A_SECOND + 5, SIDE);
    try (OrthancServer server = OrthancServer.start(folder.resolve("latency-orthanc"));
        Bridge bridge =
            Bridge.start(BridgeConfig.of(server.config(), folder.resolve("latency-state")))) {
      Reports reports = new Reports(server);
      List<Double> seconds = new ArrayList<>();
      long next = System.nanoTime();
      Map<String, Long> sent = new HashMap<>();
      for (int i = 0; i < films.size(); i++) {
        while (System.nanoTime() < next) {
          reports.look(sent, seconds);
          Thread.sleep(5);
        }
        next += TimeUnit.SECONDS.toNanos(1);
        sent.put(DicomObject.uid("instance latency " + i), System.nanoTime());
        StoreScu.send(server, films.subList(i, i + 1));
      }
      while (!sent.isEmpty()) {
        reports.look(sent, seconds);
        Thread.sleep(5);
      }
      // The first of a Java that has just started are slower.
      List<Double> warm = seconds.subList(5, seconds.size());
      say(
          "| one film of %d x %d a second, %d films | seconds |%n|---|---|",
          SIDE, SIDE, warm.size());
      say("| from the begin of storescu to the SR in Orthanc, median | %.2f |", at(warm, 0.5));
      say("| 95 of 100 | %.2f |", at(warm, 0.95));
      say("| longest | %.2f |%n", at(warm, 1));
      say("(health: %s)%n", bridge.health().good() ? "good" : "not good");
    }
  }

  /** Watches for reports. */
  private static final class Reports {

    private final OrthancClient client;
    private long since;

    Reports(OrthancServer server) {
      client = server.client();
    }

    void look(Map<String, Long> sent, List<Double> seconds) throws OrthancException {
      Changes page = client.changes(since, 100);
      long now = System.nanoTime();
      since = Math.max(since, page.last());
      for (Changes.Change change : page.changes()) {
        if (change.newInstance()) {
          JsonNode tags = client.get("instances/" + change.resource() + "/tags");
          if (tags.path("0008,0060").path("Value").asText().equals("SR")) {
            List<String> referenced = new ArrayList<>();
            collect(tags, referenced);
            seconds.add((now - sent.remove(referenced.get(0))) / 1e9);
          }
        }
      }
    }

    private static void collect(JsonNode tags, List<String> referenced) {
      if (tags.has("0008,1155")) {
        referenced.add(tags.path("0008,1155").path("Value").asText());
      }
      tags.forEach(tag -> tag.path("Value").forEach(item -> collect(item, referenced)));
    }
  }

  // ---- throughput ----

  private void throughput() throws Exception {
    List<Path> films = films("throughput", AT_ONCE + 5, SIDE);
    Map<Phase, AtomicLong> spent = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      spent.put(phase, new AtomicLong());
    }
    BridgeEvents events =
        new BridgeEvents() {
          @Override
          public void spent(Phase phase, Duration time) {
            spent.get(phase).addAndGet(time.toNanos());
          }
        };
    try (OrthancServer server = OrthancServer.start(folder.resolve("throughput-orthanc"));
        Bridge bridge =
            Bridge.start(
                BridgeConfig.of(server.config(), folder.resolve("throughput-state")), events)) {
      StoreScu.send(server, films.subList(0, 5));
      await(bridge, 5);
      spent.values().forEach(time -> time.set(0));
      long begin = System.nanoTime();
      StoreScu.send(server, films.subList(5, films.size()));
      double sending = (System.nanoTime() - begin) / 1e9;
      await(bridge, films.size());
      double all = (System.nanoTime() - begin) / 1e9;
      long total = spent.values().stream().mapToLong(AtomicLong::get).sum();
      say("| %d films of %d x %d at once | |%n|---|---|", AT_ONCE, SIDE, SIDE);
      say("| films a second, with SR and SC in Orthanc | %.2f |", AT_ONCE / all);
      say("| seconds in all, of which storescu | %.1f, %.1f |", all, sending);
      for (Phase phase : Phase.values()) {
        say(
            "| share of the workers' time: %s | %.0f %% |",
            phase.name().toLowerCase(Locale.ROOT), 100.0 * spent.get(phase).get() / total);
      }
      say("");
    }
  }

  private static void await(Bridge bridge, long done) throws InterruptedException {
    while (bridge.health().films().getOrDefault(Film.State.DONE, 0L) < done) {
      Thread.sleep(20);
    }
  }

  // ---- numbers ----

  private static String spread(List<Double> values) {
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        at(values, 0.5),
        Collections.min(values),
        Collections.max(values));
  }

  private static double at(List<Double> values, double quantile) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, (long) (quantile * sorted.size())));
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
