package io.github.thorax4j.djl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.djl.internal.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A model file, {@code *.thorax}: a zip of {@code model.json}, the model card with a format
 * version, and {@code weights.safetensors}, the weights as plain numbers. The archive's comment,
 * {@code sha256:} and 64 digits, is the digest of every byte before it, so that no byte can change
 * unnoticed. Reading runs no code from the file. Immutable and thread-safe.
 */
public final class ThoraxModel {

  /** The version of the format that this software writes; it reads no later one. */
  public static final int FORMAT_VERSION = 1;

  /** The largest file that is read, in bytes. */
  public static final long MAX_SIZE = 128L << 20;

  /** The largest card that is read, in bytes. */
  private static final int MAX_CARD = 1 << 20;

  private static final String CARD = "model.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String COMMENT = "sha256:";
  private static final int COMMENT_LENGTH = COMMENT.length() + 64;

  private final ModelCard card;
  private final Map<String, float[]> weights;

  private ThoraxModel(ModelCard card, Map<String, float[]> weights) {
    this.card = card;
    this.weights = weights;
  }

  /**
   * A model of a card and its weights.
   *
   * @param weights arrays by name, in the network's order; copied
   * @throws IllegalArgumentException if the card's digest is not that of the weights
   */
  public static ThoraxModel of(ModelCard card, Map<String, float[]> weights) {
    Map<String, float[]> copy = new LinkedHashMap<>();
    weights.forEach((name, values) -> copy.put(name, values.clone()));
    ThoraxModel model = new ThoraxModel(card, copy);
    if (!digest(copy).equals(card.identity().sha256())) {
      throw new IllegalArgumentException("the card's SHA-256 is not that of the weights");
    }
    return model;
  }

  /** SHA-256 of weights as they stand in a model file, in lower-case hexadecimal. */
  public static String digest(Map<String, float[]> weights) {
    return HexFormat.of().formatHex(sha256().digest(Safetensors.encode(weights)));
  }

  /** What the model says of itself. */
  public ModelCard card() {
    return card;
  }

  /** The weights by name, in the network's order; a copy. */
  public Map<String, float[]> weights() {
    Map<String, float[]> copy = new LinkedHashMap<>();
    weights.forEach((name, values) -> copy.put(name, values.clone()));
    return copy;
  }

  /**
   * Reads a model file.
   *
   * @throws IOException if it cannot be read, is truncated or altered, of a later format or no
   *     model at all; the message names the file and the cause
   */
  public static ThoraxModel read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a model from a stream, to its end; the caller closes it.
   *
   * @throws IOException as {@link #read(Path)}, without the file's name
   */
  public static ThoraxModel read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(MAX_SIZE));
    if (in.read() >= 0) {
      throw new IOException("is larger than a model can be");
    }
    if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
      throw new IOException("is no thorax4j model");
    }
    checkDigest(bytes);
    Map<String, byte[]> entries = entries(bytes);
    byte[] json = entries.get(CARD);
    byte[] tensors = entries.get(WEIGHTS);
    if (json == null) {
      throw new IOException("is no thorax4j model: it lacks " + CARD);
    }
    ModelCard card = card(json);
    if (tensors == null) {
      throw new IOException("is no thorax4j model: it lacks " + WEIGHTS);
    }
    if (!HexFormat.of().formatHex(sha256().digest(tensors)).equals(card.identity().sha256())) {
      throw new IOException("the weights are not those that its card names");
    }
    Map<String, float[]> weights = Safetensors.decode(tensors);
    for (Map.Entry<String, float[]> array : weights.entrySet()) {
      for (float value : array.getValue()) {
        if (!Float.isFinite(value)) {
          throw new IOException("the weights " + array.getKey() + " are no numbers");
        }
      }
    }
    return new ThoraxModel(card, weights);
  }

  /**
   * Writes the model to a file, replacing one that is there only once the new one is complete.
   * Equal models give equal bytes.
   *
   * @throws IOException if it cannot be written; the message names the file and the cause
   */
  public void write(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.write(part, encode());
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new IOException(
          file + ": the model cannot be written: its folder is missing or may not be written to",
          e);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw new IOException(file + ": the model cannot be written: " + e.getMessage(), e);
    }
  }

  private byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(COMMENT + "0".repeat(64));
      put(zip, CARD, mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json()));
      put(zip, WEIGHTS, Safetensors.encode(weights));
    }
    byte[] all = bytes.toByteArray();
    byte[] digest = digestOfContent(all).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digest, 0, all, all.length - digest.length, digest.length);
    return all;
  }

  private JsonNode json() {
    var root = mapper().createObjectNode();
    root.put("format", "thorax");
    root.put("formatVersion", FORMAT_VERSION);
    root.put("notice", "Research software, not a medical device; not for diagnosis.");
    root.putArray("classes").add("normal").add("pneumonia");
    root.set("card", mapper().valueToTree(card));
    return root;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static void checkDigest(byte[] bytes) throws IOException {
    String comment =
        bytes.length <= COMMENT_LENGTH
            ? ""
            : new String(
                bytes, bytes.length - COMMENT_LENGTH, COMMENT_LENGTH, StandardCharsets.US_ASCII);
    if (!comment.startsWith(COMMENT) || !comment.endsWith(digestOfContent(bytes))) {
      throw new IOException("the model is truncated or altered: its SHA-256 does not match");
    }
  }

  private static String digestOfContent(byte[] bytes) {
    MessageDigest sha256 = sha256();
    sha256.update(bytes, 0, bytes.length - COMMENT_LENGTH);
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static Map<String, byte[]> entries(byte[] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        if (Arrays.asList(CARD, WEIGHTS).contains(entry.getName())) {
          int most = entry.getName().equals(CARD) ? MAX_CARD : Math.toIntExact(MAX_SIZE);
          byte[] content = zip.readNBytes(most);
          if (zip.read() >= 0) {
            throw new IOException("is larger than a model can be");
          }
          entries.put(entry.getName(), content);
        }
        entry = zip.getNextEntry();
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("is no thorax4j model: the archive is damaged", e);
    }
    return entries;
  }

  private static ModelCard card(byte[] json) throws IOException {
    try {
      JsonNode root = mapper().readTree(json);
      if (!"thorax".equals(root.path("format").asText())) {
        throw new IOException("is no thorax4j model");
      }
      int version = root.path("formatVersion").isInt() ? root.path("formatVersion").asInt() : 0;
      if (version < 1) {
        throw new IOException("is no thorax4j model: it lacks a format version");
      }
      if (version > FORMAT_VERSION) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "is of model format %d, this software reads up to %d: update thorax4j",
                version,
                FORMAT_VERSION));
      }
      if (!root.path("card").isObject()) {
        throw new IOException("the model card is incomplete");
      }
      return mapper().treeToValue(root.path("card"), ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new IOException("the model card is damaged: " + cause(e), e);
    }
  }

  private static String cause(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException outOfRange) {
      return String.valueOf(outOfRange.getMessage());
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .collect(Collectors.joining("."))
          + " is missing or of another kind";
    }
    return e.getOriginalMessage();
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
