package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orthanc's REST API, as much of it as the bridge uses. Answers are bounded in size and time.
 * Immutable and thread-safe.
 */
final class OrthancClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int LARGEST_JSON = 16 << 20;
  private static final int LARGEST_PREVIEW = 32 << 20;
  private static final int MOST_REVISIONS = 100;
  private static final int MOST_ATTEMPTS = 3;

  /** What Orthanc says of an object that it has now. */
  private static final Set<String> STORED = Set.of("Success", "AlreadyStored");

  private static final int SPECIFIC_CHARACTER_SET = 0x00080005;
  private static final int PIXEL_DATA = 0x7FE00010;

  /** What Orthanc calls it if a name is not among those it knows. */
  private static final int INEXISTENT_ITEM = 7;

  private static final Pattern CODE = Pattern.compile("\"OrthancStatus\"\\s*:\\s*(\\d{1,5})");

  /** Of the form of Orthanc's identifiers, and none of them. */
  private static final String NO_INSTANCE = "00000000-00000000-00000000-00000000-00000000";

  private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})");

  private final URI root;
  private final Optional<String> authorization;
  private final Duration patience;
  private final HttpClient http;
  private final JsonMapper json = new JsonMapper();

  /**
   * A client.
   *
   * @param root such as {@code http://127.0.0.1:8042}
   * @param credentials user and password, where Orthanc wants them
   * @param patience how long an answer may take
   */
  OrthancClient(URI root, Optional<Credentials> credentials, Duration patience) {
    String text = root.toString();
    this.root = URI.create(text.endsWith("/") ? text : text + "/");
    this.authorization = credentials.map(Credentials::basic);
    this.patience = Objects.requireNonNull(patience, "patience");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** A client as it is set up. */
  static OrthancClient of(BridgeConfig.Orthanc config) {
    return new OrthancClient(
        config.url(),
        config.user().map(user -> new Credentials(user, config.password().orElse(""))),
        config.patience());
  }

  /**
   * Who the bridge is to Orthanc.
   *
   * @param user the name
   * @param password never shown
   */
  record Credentials(String user, String password) {

    private String basic() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Credentials[" + user + "]";
    }
  }

  /** Orthanc's version, such as {@code 1.10.1}. */
  String version() throws OrthancException {
    return required(get("system"), "Version", JsonNode::isTextual).asText();
  }

  /** Whether it has labels, which it has since 1.12. */
  boolean hasLabels() throws OrthancException {
    Matcher version = VERSION.matcher(version());
    // What is no number is a build of the newest.
    return !version.lookingAt()
        || Integer.parseInt(version.group(1)) > 1
        || Integer.parseInt(version.group(2)) >= 12;
  }

  /** The page of the log of changes after a sequence number. */
  Changes changes(long since, int limit) throws OrthancException {
    JsonNode page = get("changes?since=" + since + "&limit=" + limit);
    List<Changes.Change> changes = new ArrayList<>();
    for (JsonNode change : required(page, "Changes", JsonNode::isArray)) {
      changes.add(
          new Changes.Change(
              change.path("Seq").asLong(),
              change.path("ChangeType").asText(),
              change.path("ID").asText()));
    }
    return new Changes(
        changes,
        required(page, "Last", JsonNode::isNumber).asLong(),
        required(page, "Done", JsonNode::isBoolean).asBoolean());
  }

  /** The sequence number of the last change, 0 if there was none. */
  long lastChange() throws OrthancException {
    return required(get("changes?last"), "Last", JsonNode::isNumber).asLong();
  }

  /** Identifiers of instances, from an offset on. */
  List<String> instances(long offset, int limit) throws OrthancException {
    List<String> found = new ArrayList<>();
    JsonNode page = get("instances?since=" + offset + "&limit=" + limit);
    if (!page.isArray()) {
      throw new OrthancException(
          OrthancException.Kind.UNREACHABLE, "an answer is not Orthanc's: it is no list");
    }
    page.forEach(id -> found.add(id.asText()));
    return List.copyOf(found);
  }

  /** Where an instance is. */
  Placement placement(String instance) throws OrthancException {
    JsonNode node = get("instances/" + name(instance));
    String series = required(node, "ParentSeries", JsonNode::isTextual).asText();
    String study =
        required(get("series/" + name(series)), "ParentStudy", JsonNode::isTextual).asText();
    return new Placement(instance, series, study, node.path("FileSize").asLong());
  }

  /**
   * The header of an instance as Orthanc has it as text. Every value is {@link Vr#LO}, in whatever
   * script; what Orthanc keeps back, such as pixels, is absent.
   */
  Attributes header(String instance) throws OrthancException {
    return attributes(
        get("instances/" + name(instance) + "/tags"),
        // What is text here may be in any script, whatever set the file is in.
        Attributes.builder().put(SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192"));
  }

  private static Attributes attributes(JsonNode tags, Attributes.Builder builder) {
    for (Map.Entry<String, JsonNode> entry : tags.properties()) {
      int tag = Integer.parseUnsignedInt(entry.getKey().replace(",", ""), 16);
      JsonNode value = entry.getValue().path("Value");
      switch (entry.getValue().path("Type").asText()) {
        case "String" -> builder.put(tag, Vr.LO, value.asText());
        case "Null" -> {
          // Orthanc's word for pixels, too.
          if (tag != PIXEL_DATA) {
            builder.put(tag, Vr.LO, "");
          }
        }
        case "Sequence" -> {
          List<Attributes> items = new ArrayList<>();
          value.forEach(item -> items.add(attributes(item, builder.item())));
          builder.put(tag, items);
        }
        default -> {
          // What is too long for text says nothing about the kind of image.
        }
      }
    }
    return builder.build();
  }

  /**
   * Fetches an instance's file.
   *
   * @param target written or replaced; not there if this fails
   * @param limit the most bytes it may have
   * @throws OrthancException if it cannot be had or is larger
   * @throws IOException if the target cannot be written
   */
  void fetch(String instance, Path target, long limit) throws IOException {
    download(request("instances/" + name(instance) + "/file").GET().build(), target, limit);
  }

  /**
   * Fetches an instance as Orthanc decodes it, in explicit VR little endian. SOP Instance UID,
   * study and patient are the same; of the rest of its header the original is to be believed.
   *
   * @param target written or replaced; not there if this fails
   * @param limit the most bytes it may have
   * @throws OrthancException if it cannot be had or is larger; of kind {@link
   *     OrthancException.Kind#REJECTED} if Orthanc cannot decode it
   * @throws IOException if the target cannot be written
   */
  void fetchDecoded(String instance, Path target, long limit) throws IOException {
    String body =
        "{\"Transcode\":\"1.2.840.10008.1.2.1\",\"Keep\":[\"SOPInstanceUID\"],\"Force\":true}";
    download(
        request("instances/" + name(instance) + "/modify")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        target,
        limit);
  }

  /**
   * Stores an object.
   *
   * @return Orthanc's identifier of it, whether it was there already or not
   * @throws OrthancException if it is not in Orthanc then; of kind {@link
   *     OrthancException.Kind#REJECTED} also if a script or plugin of Orthanc's keeps it out
   */
  String store(byte[] object) throws OrthancException {
    HttpRequest request =
        request("instances")
            .header("Content-Type", "application/dicom")
            .POST(HttpRequest.BodyPublishers.ofByteArray(object))
            .build();
    JsonNode answer = parse(request, send(request, LARGEST_JSON));
    String id = required(answer, "ID", JsonNode::isTextual).asText();
    String status = required(answer, "Status", JsonNode::isTextual).asText();
    if (!STORED.contains(status)) {
      throw new OrthancException(
          OrthancException.Kind.REJECTED, "Orthanc did not store the result: " + status);
    }
    return id;
  }

  /** All metadata an object has, by name. */
  Map<String, String> metadata(Level level, String id) throws OrthancException {
    Map<String, String> all = new HashMap<>();
    get(level.path() + "/" + name(id) + "/metadata?expand")
        .properties()
        .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
    return Map.copyOf(all);
  }

  /** What metadata an object has, if it has it. */
  Optional<String> metadata(Level level, String id, String key) throws OrthancException {
    try {
      HttpRequest request = request(metadataPath(level, id, key)).GET().build();
      return Optional.of(new String(send(request, LARGEST_JSON), StandardCharsets.UTF_8));
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether Orthanc knows metadata of that name, as far as it tells: it is asked for that of an
   * instance that there is not.
   */
  boolean knowsMetadata(String key) throws OrthancException {
    // Any number may be used, so that it tells nothing if it does not know that either.
    return !isUnknownName(key) || isUnknownName("1024");
  }

  private boolean isUnknownName(String key) throws OrthancException {
    try {
      send(request(metadataPath(Level.INSTANCE, NO_INSTANCE, key)).GET().build(), LARGEST_JSON);
      return false;
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return e.code() == INEXISTENT_ITEM;
      }
      throw e;
    }
  }

  /**
   * Sets metadata. Where Orthanc checks revisions, a value that somebody else changes meanwhile is
   * asked for anew and replaced.
   */
  void putMetadata(Level level, String id, String key, String value) throws OrthancException {
    String path = metadataPath(level, id, key);
    // Most often nobody checks, or there is nothing yet; then no revision is needed.
    Optional<String> revision = Optional.empty();
    for (int attempt = 0; ; attempt++) {
      HttpRequest.Builder put =
          request(path).PUT(HttpRequest.BodyPublishers.ofString(value, StandardCharsets.UTF_8));
      revision.ifPresent(etag -> put.header("If-Match", etag));
      try {
        send(put.build(), LARGEST_JSON);
        return;
      } catch (OrthancException e) {
        if (e.kind() != OrthancException.Kind.CHANGED || attempt == MOST_REVISIONS) {
          throw e;
        }
      }
      revision = revision(path);
    }
  }

  private Optional<String> revision(String path) throws OrthancException {
    try {
      HttpRequest request = request(path).GET().build();
      BoundedBody nowhere = bounded(request, OutputStream.nullOutputStream(), LARGEST_JSON);
      return exchange(request, nowhere, LARGEST_JSON).headers().firstValue("ETag");
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String metadataPath(Level level, String id, String key) {
    return level.path() + "/" + name(id) + "/metadata/" + name(key);
  }

  /** Where metadata and labels hang. */
  enum Level {
    INSTANCE,
    SERIES,
    STUDY;

    private String path() {
      return switch (this) {
        case INSTANCE -> "instances";
        case SERIES -> "series";
        case STUDY -> "studies";
      };
    }
  }

  /** Gives a study a label; Orthanc has them since 1.12. */
  void label(String study, String label) throws OrthancException {
    send(labelRequest(study, label).PUT(HttpRequest.BodyPublishers.noBody()).build(), LARGEST_JSON);
  }

  /** Takes a label from a study, whether it has it or not. */
  void removeLabel(String study, String label) throws OrthancException {
    send(labelRequest(study, label).DELETE().build(), LARGEST_JSON);
  }

  /** A study's labels. */
  Set<String> labels(String study) throws OrthancException {
    Set<String> labels = new HashSet<>();
    get("studies/" + name(study) + "/labels").forEach(label -> labels.add(label.asText()));
    return Set.copyOf(labels);
  }

  private HttpRequest.Builder labelRequest(String study, String label) {
    return request("studies/" + name(study) + "/labels/" + name(label));
  }

  /**
   * Has Orthanc send objects somewhere.
   *
   * @param kind {@code modalities} or {@code peers}
   * @param target its name in Orthanc's configuration
   * @param priority of the job among Orthanc's
   * @return the job
   */
  String send(String kind, String target, List<String> resources, int priority)
      throws OrthancException {
    byte[] body = bytes(Map.of("Resources", resources, "Synchronous", false, "Priority", priority));
    HttpRequest request =
        request(name(kind) + "/" + name(target) + "/store")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return parse(request, send(request, LARGEST_JSON)).path("ID").asText();
  }

  /**
   * What has become of a job: {@code Pending}, {@code Running}, {@code Success}, {@code Failure}.
   */
  String jobState(String job) throws OrthancException {
    return get("jobs/" + name(job)).path("State").asText();
  }

  /** Has Orthanc try a job again that failed. */
  void resubmit(String job) throws OrthancException {
    send(
        request("jobs/" + name(job) + "/resubmit")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        LARGEST_JSON);
  }

  /** An instance as a PNG picture, as Orthanc draws it. */
  byte[] preview(String instance) throws OrthancException {
    HttpRequest request = request("instances/" + name(instance) + "/preview").GET().build();
    byte[] picture = send(request, LARGEST_PREVIEW);
    if (picture.length == 0) {
      throw empty(request);
    }
    return picture;
  }

  /**
   * An instance as a PNG picture that fits into a square, windowed and with bone white, as Orthanc
   * draws it.
   */
  byte[] picture(String instance, int side) throws OrthancException {
    String path = "instances/" + name(instance) + "/rendered?width=" + side + "&height=" + side;
    return send(request(path).header("Accept", "image/png").GET().build(), LARGEST_PREVIEW);
  }

  /** Anything of the API that is JSON. */
  JsonNode get(String path) throws OrthancException {
    HttpRequest request = request(path).GET().build();
    return parse(request, send(request, LARGEST_JSON));
  }

  private byte[] bytes(Object value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON", e);
    }
  }

  private JsonNode parse(HttpRequest request, byte[] body) throws OrthancException {
    JsonNode node;
    try {
      node = json.readTree(body);
    } catch (IOException e) {
      throw new OrthancException(
          OrthancException.Kind.UNREACHABLE, describe(request) + " gave no JSON", e);
    }
    if (node.isMissingNode()) {
      throw empty(request);
    }
    return node;
  }

  /** What Orthanc's answers always have; without it they come from somebody else. */
  private static JsonNode required(JsonNode answer, String name, Predicate<JsonNode> kind)
      throws OrthancException {
    JsonNode value = answer.path(name);
    if (!kind.test(value)) {
      throw new OrthancException(
          OrthancException.Kind.UNREACHABLE, "an answer is not Orthanc's: it has no " + name);
    }
    return value;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(root.resolve(path)).timeout(patience);
    authorization.ifPresent(value -> builder.header("Authorization", value));
    return builder;
  }

  private static String name(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] send(HttpRequest request, long limit) throws OrthancException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    exchange(request, bounded(request, bytes, limit), limit);
    return bytes.toByteArray();
  }

  private void download(HttpRequest request, Path target, long limit) throws IOException {
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(target)) {
      BoundedBody body = bounded(request, out, limit);
      try {
        if (exchange(request, body, limit).body() == 0) {
          throw empty(request);
        }
      } catch (OrthancException e) {
        if (body.notWritten().isPresent()) {
          throw new IOException(target + ": " + body.notWritten().get().getMessage(), e);
        }
        throw e;
      }
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(target);
      }
    }
  }

  private static BoundedBody bounded(HttpRequest request, OutputStream out, long limit) {
    return new BoundedBody(out, limit, () -> tooLarge(request, limit));
  }

  private static OrthancException tooLarge(HttpRequest request, long limit) {
    return new OrthancException(
        OrthancException.Kind.REJECTED,
        String.format(Locale.ROOT, "%s has more than %d bytes", describe(request), limit));
  }

  private static OrthancException empty(HttpRequest request) {
    return new OrthancException(
        OrthancException.Kind.UNREACHABLE, describe(request) + " was empty");
  }

  private static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  private HttpResponse<Long> exchange(HttpRequest request, BoundedBody body, long limit)
      throws OrthancException {
    for (int attempt = 1; ; attempt++) {
      AtomicBoolean answered = new AtomicBoolean();
      ByteArrayOutputStream error = new ByteArrayOutputStream();
      CompletableFuture<HttpResponse<Long>> pending =
          http.sendAsync(
              request,
              info -> {
                answered.set(true);
                if (info.headers().firstValueAsLong("Content-Length").orElse(0) > limit) {
                  throw new CompletionException(tooLarge(request, limit));
                }
                // What Orthanc says of an error is not what was asked for.
                return isSuccess(info.statusCode()) ? body : bounded(request, error, LARGEST_JSON);
              });
      try {
        // The client's own timeout ends with the headers; this one covers the body too.
        HttpResponse<Long> answer = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        check(request, answer.statusCode(), error.toString(StandardCharsets.UTF_8));
        return answer;
      } catch (TimeoutException e) {
        pending.cancel(true);
        throw new OrthancException(
            OrthancException.Kind.UNREACHABLE,
            describe(request) + " did not come within " + patience.toSeconds() + " s",
            e);
      } catch (InterruptedException e) {
        pending.cancel(true);
        Thread.currentThread().interrupt();
        throw new OrthancException(
            OrthancException.Kind.UNREACHABLE, describe(request) + " was not waited for", e);
      } catch (ExecutionException e) {
        // Orthanc closes a connection that nobody has used for a second, perhaps just as we do. All
        // that we ask for may be asked for twice.
        if (answered.get() || attempt == MOST_ATTEMPTS || !isClosed(e)) {
          throw failure(request, e);
        }
      }
    }
  }

  private static boolean isClosed(ExecutionException failure) {
    return failure.getCause() instanceof IOException cause
        && !(cause instanceof ConnectException)
        && !(cause instanceof HttpTimeoutException);
  }

  private static OrthancException failure(HttpRequest request, ExecutionException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OrthancException ours) {
        return ours;
      }
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        return new OrthancException(
            OrthancException.Kind.UNREACHABLE,
            "Orthanc cannot be reached at " + request.uri().getAuthority(),
            e);
      }
    }
    return new OrthancException(
        OrthancException.Kind.UNREACHABLE,
        describe(request) + " was cut short: " + rootMessage(e),
        e);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static void check(HttpRequest request, int status, String error) throws OrthancException {
    if (isSuccess(status)) {
      return;
    }
    // It calls that an internal error, but will not be able to tomorrow either.
    if (error.contains("Cannot transcode")) {
      throw new OrthancException(
          OrthancException.Kind.REJECTED, "Orthanc cannot decode the pixels either");
    }
    OrthancException.Kind kind =
        switch (status) {
          case 401, 403 -> OrthancException.Kind.UNAUTHORISED;
          case 404, 410 -> OrthancException.Kind.GONE;
          case 409, 412 -> OrthancException.Kind.CHANGED;
          default ->
              status >= 500 ? OrthancException.Kind.TROUBLED : OrthancException.Kind.REJECTED;
        };
    String why =
        kind == OrthancException.Kind.UNAUTHORISED
            ? ": it does not accept the bridge's user and password"
            : "";
    Matcher code = CODE.matcher(error);
    throw new OrthancException(
        kind,
        describe(request) + " was " + status + why,
        code.find() ? Integer.parseInt(code.group(1)) : 0);
  }

  private static String describe(HttpRequest request) {
    return "Orthanc's answer to " + request.method() + " " + request.uri().getPath();
  }
}
