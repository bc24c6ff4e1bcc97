package io.github.thorax4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thorax4j.spi.RadiographFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RadiographReaderTest {

  @TempDir private Path folder;

  /** A file that starts with a letter holds one pixel whose tone depends on the format. */
  private record LetterFormat(String name, int priority, char letter, float tone)
      implements RadiographFormat {

    @Override
    public boolean recognises(byte[] start, Path file) {
      boolean mine = start[0] == letter;
      start[0] = 0; // what one format does to its copy, the next must not see
      return mine;
    }

    @Override
    public Reading read(Path file) throws IOException {
      if (Files.size(file) < 2) {
        throw new IOException(file + ": cut short");
      }
      return new Reading.Film(Radiograph.of(1, 1, new float[] {tone}));
    }
  }

  private static final LetterFormat LATE = new LetterFormat("LATE", 200, 'a', 0.2f);
  private static final LetterFormat EARLY = new LetterFormat("EARLY", 10, 'a', 0.1f);
  private static final LetterFormat OTHER = new LetterFormat("OTHER", 50, 'b', 0.5f);

  private final RadiographReader reader = RadiographReader.of(List.of(LATE, OTHER, EARLY));

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("film.x"), content, StandardCharsets.US_ASCII);
  }

  private static float tone(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Film.class);
    return ((Reading.Film) reading).radiograph().pixel(0, 0);
  }

  @Test
  void asksFormatsByPriority() throws IOException {
    assertThat(reader.formats()).containsExactly(EARLY, OTHER, LATE);
    assertThat(tone(reader.read(file("a1")))).isEqualTo(0.1f);
    assertThat(tone(reader.read(file("b1")))).isEqualTo(0.5f);
  }

  @Test
  void theFirstThatRecognisesTheFileHasTheLastWord() throws IOException {
    Path cut = file("a");

    assertThatThrownBy(() -> reader.read(cut))
        .isInstanceOf(IOException.class)
        .hasMessage(cut + ": cut short");
  }

  @Test
  void givesFormatsTheStartOfTheFileOnly() throws IOException {
    int[] length = new int[1];
    RadiographFormat curious =
        new RadiographFormat() {
          @Override
          public String name() {
            return "CURIOUS";
          }

          @Override
          public boolean recognises(byte[] start, Path path) {
            length[0] = start.length;
            return false;
          }

          @Override
          public Reading read(Path path) {
            throw new AssertionError("not recognised");
          }
        };
    RadiographReader asking = RadiographReader.of(List.of(curious));
    Path large = file("x".repeat(1000));
    assertThatThrownBy(() -> asking.read(large)).isInstanceOf(IOException.class);
    assertThat(length[0]).isEqualTo(264);
    Path small = file("xyz");
    assertThatThrownBy(() -> asking.read(small)).isInstanceOf(IOException.class);
    assertThat(length[0]).isEqualTo(3);
  }

  @Test
  void namesTheKnownFormatsWhereNoneFits() throws IOException {
    Path unknown = file("zebra");

    assertThatThrownBy(() -> reader.read(unknown))
        .isInstanceOf(IOException.class)
        .hasMessage(unknown + ": not an image of a known format (EARLY, OTHER, LATE)");
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Path missing = folder.resolve("missing.png");
    Path empty = file("");

    assertThatThrownBy(() -> reader.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> reader.read(empty))
        .isInstanceOf(IOException.class)
        .hasMessage(empty + ": the file is empty");
    assertThatThrownBy(() -> reader.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": is a folder");
  }

  @Test
  void withoutImplementationsTheApiSaysWhatToAdd() {
    assertThat(RadiographReader.open().formats()).isEmpty();
    assertThatThrownBy(PneumoniaClassifier::open)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("thorax4j-model-djl");
    assertThatThrownBy(ClassifierTrainer::open)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("thorax4j-model-djl");
  }
}
