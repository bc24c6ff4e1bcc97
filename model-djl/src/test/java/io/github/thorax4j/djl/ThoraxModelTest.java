package io.github.thorax4j.djl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.ModelCard;
import io.github.thorax4j.ModelIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThoraxModelTest {

  @TempDir private Path folder;

  private static ThoraxModel model(float first) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    weights.put("b.weight", new float[] {first, -2, 0.5f});
    weights.put("a.bias", new float[] {1e-30f});
    return ThoraxModel.of(card(ThoraxModel.digest(weights)), weights);
  }

  private static ModelCard card(String digest) {
    return new ModelCard(
        new ModelIdentity("m\u00fcller", "1.2", digest),
        "thoraxnet",
        4,
        new ModelCard.Input(128, 128, 1, 0.48, 0.24),
        0.5,
        new ModelCard.Calibration(1.25),
        new ModelCard.Provenance(
            "d".repeat(64), 90, 10, "robust", -5, 3, "thorax4j test", Map.of("batchSize", "64")),
        Map.of("holdout.auroc", 0.987654321));
  }

  private byte[] written(ThoraxModel model) throws IOException {
    Path file = folder.resolve("written.thorax");
    model.write(file);
    return Files.readAllBytes(file);
  }

  /** An archive with a right digest at its end, whatever is in it. */
  private static byte[] archive(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("sha256:" + "0".repeat(64));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return sealed(bytes.toByteArray());
  }

  private static byte[] sealed(byte[] archive) {
    byte[] content = Arrays.copyOf(archive, archive.length - 71);
    byte[] digest = ("sha256:" + sha256(content)).getBytes(US_ASCII);
    byte[] sealed = Arrays.copyOf(content, archive.length);
    System.arraycopy(digest, 0, sealed, content.length, digest.length);
    return sealed;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, byte[]> entries(ThoraxModel model) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(written(model)))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private byte[] withJson(String from, String to) throws IOException {
    Map<String, byte[]> entries = entries(model(1));
    String json = new String(entries.get("model.json"), UTF_8);
    assertThat(json).contains(from);
    entries.put("model.json", json.replace(from, to).getBytes(UTF_8));
    return archive(entries);
  }

  private void refused(byte[] content, String... causes) throws IOException {
    Path file = Files.write(folder.resolve("refused.thorax"), content);
    assertThatThrownBy(() -> ThoraxModel.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(causes)
        .message()
        .doesNotContain("\n", "null", "Exception", "io.github", "java.");
  }

  @Test
  void whatIsWrittenIsReadAndWrittenAgainTheSame() throws IOException {
    ThoraxModel model = model(1);
    byte[] bytes = written(model);

    ThoraxModel read = ThoraxModel.read(new ByteArrayInputStream(bytes));

    assertThat(read.card()).isEqualTo(model.card());
    assertThat(read.weights().keySet()).containsExactly("b.weight", "a.bias");
    assertThat(read.weights().get("b.weight")).containsExactly(1, -2, 0.5f);
    assertThat(read.weights().get("a.bias")).containsExactly(1e-30f);
    assertThat(written(read)).isEqualTo(bytes);
  }

  /** A file of format 1 that was written once and must be readable for ever. */
  @Test
  void aFileOfTheFirstFormatIsRead() throws IOException {
    try (InputStream in = ThoraxModelTest.class.getResourceAsStream("format1.thorax")) {
      assertThat(in).isNotNull();
      ThoraxModel read = ThoraxModel.read(in);

      assertThat(read.card()).isEqualTo(model(1).card());
      assertThat(read.weights().get("b.weight")).containsExactly(1, -2, 0.5f);
      assertThat(read.weights().get("a.bias")).containsExactly(1e-30f);
    }
  }

  @Test
  void writingReplacesWhatIsThereAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("sub/model.thorax");
    Files.createDirectory(file.getParent());
    model(1).write(file);

    model(2).write(file);

    assertThat(ThoraxModel.read(file).weights().get("b.weight")[0]).isEqualTo(2);
    assertThat(file.getParent()).isDirectoryContaining("glob:**model.thorax");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whereItCannotBeWrittenTheFileIsNamedAndNothingIsLeft() throws IOException {
    Path missing = folder.resolve("missing/model.thorax");
    assertThatThrownBy(() -> model(1).write(missing))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(missing + ": the model cannot be written: ");

    Path full = folder.resolve("full");
    Files.createDirectories(full.resolve("something"));
    assertThatThrownBy(() -> model(1).write(full))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(full + ": the model cannot be written: ");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(full);
    }
  }

  @Test
  void anyByteThatChangesIsNoticed() throws IOException {
    byte[] bytes = written(model(1));
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= (byte) (1 << (i % 8));
      assertThatThrownBy(() -> ThoraxModel.read(new ByteArrayInputStream(altered)))
          .as("byte %d of %d", i, bytes.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void bytesOfTheShippedModelThatChangeAreNoticed() throws IOException {
    Path file = folder.resolve("shipped.thorax");
    Architectures.shipped().write(file);
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      int at = random.nextInt(bytes.length);
      bytes[at] ^= 0x10;
      assertThatThrownBy(() -> ThoraxModel.read(new ByteArrayInputStream(bytes)))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
      bytes[at] ^= 0x10;
    }
    assertThat(ThoraxModel.read(new ByteArrayInputStream(bytes)).card())
        .isEqualTo(Architectures.shipped().card());
  }

  @Test
  void theShippedModelFitsTheJar() throws IOException {
    Path file = folder.resolve("shipped.thorax");
    Architectures.shipped().write(file);

    assertThat(Files.size(file)).isLessThan(8L << 20);
  }

  @Test
  void whatIsTruncatedOrExtendedIsRefused() throws IOException {
    byte[] bytes = written(model(1));
    for (int length = 4; length < bytes.length; length++) {
      refused(Arrays.copyOf(bytes, length), "truncated or altered");
    }
    refused(Arrays.copyOf(bytes, bytes.length + 1), "truncated or altered");
    refused(Arrays.copyOf(bytes, bytes.length + 100_000), "truncated or altered");
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    refused(new byte[0], "is no thorax4j model");
    refused("PK".getBytes(US_ASCII), "is no thorax4j model");
    refused("a text that somebody wrote\n".getBytes(US_ASCII), "is no thorax4j model");

    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(plain)) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write(new byte[500]);
    }
    refused(plain.toByteArray(), "truncated or altered");
    refused(archive(Map.of("readme.txt", new byte[5])), "is no thorax4j model");
    byte[] garbage = new byte[200];
    garbage[0] = 'P';
    garbage[1] = 'K';
    refused(sealed(garbage), "is no thorax4j model");
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    Path missing = folder.resolve("missing.thorax");
    assertThatThrownBy(() -> ThoraxModel.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> ThoraxModel.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + ": ");
  }

  @Test
  void anEntryThatIsMissingIsNamed() throws IOException {
    for (String name : new String[] {"model.json", "weights.safetensors"}) {
      Map<String, byte[]> entries = entries(model(1));
      entries.remove(name);
      refused(archive(entries), "lacks " + name);
    }
  }

  @Test
  void aLaterFormatIsRefusedWithAdvice() throws IOException {
    refused(
        withJson("\"formatVersion\" : 1", "\"formatVersion\" : 2"),
        "is of model format 2, this software reads up to 1: update thorax4j");
  }

  @Test
  void aLaterFormatIsRecognisedWhateverElseChanged() throws IOException {
    byte[] json = "{\"format\":\"thorax\",\"formatVersion\":7}".getBytes(UTF_8);

    refused(archive(Map.of("model.json", json)), "is of model format 7");
  }

  @Test
  void aCardWithoutFormatVersionIsRefused() throws IOException {
    for (String version : new String[] {"0", "-1", "\"1\"", "1.5", "null", "4294967297"}) {
      refused(
          withJson("\"formatVersion\" : 1", "\"formatVersion\" : " + version),
          "is no thorax4j model");
    }
  }

  @Test
  void unknownFieldsOfTheCardArePassedOver() throws IOException {
    byte[] bytes = withJson("\"threshold\" : 0.5", "\"threshold\" : 0.5, \"colour\" : [1, 2]");

    assertThat(ThoraxModel.read(new ByteArrayInputStream(bytes)).card()).isEqualTo(model(1).card());
  }

  @Test
  void aDamagedCardIsRefusedInOneSentence() throws IOException {
    refused(withJson("\"threshold\" : 0.5", "\"threshold\" : 1.5"), "threshold must be in [0, 1]");
    refused(withJson("\"threshold\" : 0.5", "\"threshold\" : null"), "the model card is damaged");
    refused(withJson("\"threshold\" : 0.5,", ""), "the model card is damaged");
    refused(
        withJson("\"threshold\" : 0.5", "\"threshold\" : \"NaN\""), "the model card is damaged");
    refused(withJson("\"deviation\" : 0.24", "\"deviation\" : 0"), "not a standardisation");
    refused(withJson("\"temperature\" : 1.25", "\"temperature\" : 0.5"), "temperature");
    refused(withJson("\"architecture\"", "\"architektur\""), "the model card is damaged");
    refused(withJson("\"sha256\"", "\"sha512\""), "the model card is damaged");
    refused(withJson("\"card\"", "\"map\""), "the model card is incomplete");
    refused(withJson("{", "{{"), "the model card is damaged");
    Map<String, byte[]> entries = entries(model(1));
    entries.put("model.json", new byte[0]);
    refused(archive(entries), "is no thorax4j model");
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(model(1));
    entries.put("weights.safetensors", entries(model(2)).get("weights.safetensors"));

    refused(archive(entries), "the weights are not those that its card names");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThoraxModel.of(card("0".repeat(64)), model(1).weights()));
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() throws IOException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      refused(written(model(value)), "the weights b.weight are no numbers");
    }
  }

  /** A megabyte of archive that would be a gigabyte of card. */
  @Test
  void anEntryThatUnfoldsToFarMoreThanAModelHoldsIsRefused() throws IOException {
    for (String name : new String[] {"model.json", "weights.safetensors"}) {
      Map<String, byte[]> entries = entries(model(1));
      byte[] content = entries.get(name);
      entries.put(name, Arrays.copyOf(content, (int) ThoraxModel.MAX_SIZE + 1));
      byte[] archive = archive(entries);
      assertThat(archive.length).isLessThan(1 << 20);
      refused(archive, "larger than a model can be");
    }
  }

  @Test
  void aFileLargerThanAModelIsRefused() throws IOException {
    Path file = folder.resolve("large.thorax");
    try (var channel =
        java.nio.channels.FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.SPARSE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {'P', 'K'}));
      channel.write(java.nio.ByteBuffer.wrap(new byte[1]), ThoraxModel.MAX_SIZE);
    }

    assertThatThrownBy(() -> ThoraxModel.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": is larger than a model can be");
  }

  @Test
  void arraysAreCopiedInAndOut() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    weights.put("w", new float[] {1});
    ThoraxModel model = ThoraxModel.of(card(ThoraxModel.digest(weights)), weights);

    weights.get("w")[0] = 9;
    model.weights().get("w")[0] = 8;

    assertThat(model.weights().get("w")).containsExactly(1f);
  }
}
