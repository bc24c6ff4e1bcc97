package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.Prefs;
import io.github.thorax4j.ModelCard;
import io.github.thorax4j.djl.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChooseModelTest {

  @TempDir Path folder;

  @AfterEach
  void reset() {
    ModelSelection.SHIPPED.remember();
  }

  private Path copyOfShipped() throws IOException {
    Path file = folder.resolve("my model.thorax");
    Architectures.shipped().write(file);
    return file;
  }

  @Test
  void remembersFileAndThresholdUntilReset() throws Exception {
    Path file = copyOfShipped();

    Headless.log(new ChooseModel(), "model=[" + file + "] threshold=0.4");
    assertThat(ModelSelection.remembered())
        .isEqualTo(new ModelSelection(file.toString(), OptionalDouble.of(0.4)));

    Headless.log(new ChooseModel(), "threshold=0.6");
    assertThat(ModelSelection.remembered())
        .isEqualTo(new ModelSelection(file.toString(), OptionalDouble.of(0.6)));

    Headless.log(new ChooseModel(), "model=[" + file + "]");
    assertThat(ModelSelection.remembered().threshold()).isEmpty();

    Headless.log(new ChooseModel(), "reset");
    assertThat(ModelSelection.remembered()).isEqualTo(ModelSelection.SHIPPED);
  }

  @Test
  void takesWhatTheRecorderWritesOfItsDialog() throws Exception {
    Path file = copyOfShipped();
    Headless.log(new ChooseModel(), "model=[" + file + "] threshold=0.4");

    Headless.log(new ChooseModel(), "model=[] threshold=[] inspect");

    assertThat(ModelSelection.remembered()).isEqualTo(ModelSelection.SHIPPED);
  }

  @Test
  void inspectShowsCardAndLayersAndChangesNothing() throws Exception {
    Path file = copyOfShipped();
    Headless.log(new ChooseModel(), "model=[" + file + "] threshold=0.4");

    List<String> log = Headless.log(new ChooseModel(), "inspect");

    ModelCard card = Architectures.shipped().card();
    assertThat(log)
        .contains(file.toString(), "chosen threshold: 0.4")
        .contains("Research software, not for diagnosis.")
        .anyMatch(line -> line.matches("SHA-256 of weights +" + card.identity().sha256()))
        .anyMatch(line -> line.startsWith("total (" + card.architecture() + ")"));
    assertThat(ModelSelection.remembered().threshold()).hasValue(0.4);
  }

  @Test
  void whatIsNoModelIsNotChosen() throws IOException {
    Path file = Files.writeString(folder.resolve("no.thorax"), "no model");
    ChooseModel command = new ChooseModel();

    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, "model=[" + file + "]"))
        .withMessage(file + ": is no thorax4j model; 'reset' takes the shipped model");
    assertThatIOException()
        .isThrownBy(() -> Headless.log(command, "model=[" + folder.resolve("none") + "]"))
        .withMessageStartingWith(folder.resolve("none") + ": no such file;");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headless.log(command, "threshold=1.5"))
        .withMessage("threshold must be a number from 0.0 to 1.0: '1.5'");
    assertThat(ModelSelection.remembered()).isEqualTo(ModelSelection.SHIPPED);
  }

  @Test
  void aChosenFileThatIsGoneOrNoPathLocksNobodyOut() throws Exception {
    Path file = copyOfShipped();
    for (String gone : List.of(folder.resolve("gone.thorax").toString(), "/a\0b")) {
      Prefs.set("thorax4j.model", gone);
      assertThatIOException()
          .isThrownBy(() -> Headless.log(new ChooseModel(), "inspect"))
          .withMessageContaining("reset");
      Headless.log(new ChooseModel(), "reset");
      assertThat(ModelSelection.remembered()).isEqualTo(ModelSelection.SHIPPED);

      Prefs.set("thorax4j.model", gone);
      Headless.log(new ChooseModel(), "model=[" + file + "]");
      assertThat(ModelSelection.remembered().model()).isEqualTo(file.toString());
    }
  }
}
