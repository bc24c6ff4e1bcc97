package io.github.thorax4j.imagej;

import static io.github.thorax4j.Finding.NORMAL;
import static io.github.thorax4j.Finding.PNEUMONIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import ij.measure.ResultsTable;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.djl.LabelledFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a review decides and writes, without its window. */
class ReviewSessionTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00.75Z"));

  @TempDir private Path folder;
  private Path labels;

  @BeforeEach
  void name() {
    labels = folder.resolve("labels.csv");
  }

  private Path film(String name) throws IOException {
    Path film = folder.resolve(name);
    if (!Files.exists(film)) {
      Files.createFile(film);
    }
    return film;
  }

  private ReviewItem item(String name, double probability) throws IOException {
    return new ReviewItem(film(name), probability, 0.5);
  }

  private ReviewSession session(ReviewItem... items) throws IOException {
    return new ReviewSession(List.of(items), LabelsFile.open(labels, NOON));
  }

  private List<LabelledImage> trained() throws IOException {
    return LabelledFiles.read(labels).images();
  }

  @Test
  void everyDecisionIsOnDiskAtOnce() throws IOException {
    ReviewSession session = session(item("a.png", 0.25), item("b.png", 0.5), item("c.png", 0.7));

    session.label(PNEUMONIA);

    assertThat(labels)
        .hasContent(
            """
            path,label,patient,model_finding,probability,reviewed
            %s,PNEUMONIA,,NORMAL,0.25,2026-03-01T12:00:00Z
            """
                .replace("%s", film("a.png").toString()));

    session.skip();
    session.label(NORMAL);

    assertThat(session.atEnd()).isTrue();
    assertThat(session.labelled()).isEqualTo(2);
    assertThat(trained())
        .extracting(LabelledImage::file, LabelledImage::label)
        .containsExactly(tuple(film("a.png"), PNEUMONIA), tuple(film("c.png"), NORMAL));
  }

  @Test
  void suggestsTheModelsAnswerAndLaterWhatWasDecided() throws IOException {
    ReviewSession session = session(item("a.png", 0.5), item("b.png", 0.49));

    assertThat(session.suggestion()).isEqualTo(PNEUMONIA);
    session.label(NORMAL);
    assertThat(session.suggestion()).isEqualTo(NORMAL);
    session.back();
    assertThat(session.suggestion()).isEqualTo(NORMAL);
  }

  @Test
  void aCorrectionReplacesTheLineAndASkipTakesItAway() throws IOException {
    ReviewSession session = session(item("a.png", 0.9), item("b.png", 0.8));
    session.label(PNEUMONIA);
    session.label(PNEUMONIA);

    session.back();
    session.back();
    session.back();
    session.label(NORMAL);

    assertThat(trained()).extracting(LabelledImage::label).containsExactly(NORMAL, PNEUMONIA);
    assertThat(session.labelled()).isEqualTo(2);

    session.skip();

    assertThat(trained()).extracting(LabelledImage::file).containsExactly(film("a.png"));
    assertThat(session.labelled()).isEqualTo(1);
  }

  @Test
  void leavesOutFilmsThatHaveALabelAndKeepsWhatOthersWrote() throws IOException {
    film("a.png");
    Files.writeString(
        labels,
        "\ufeffpatient\tpath\tnote\tlabel\np7\ta.png\tsee, below\t1\n\tgone.png\t\tNORMAL\n");

    ReviewSession session = session(item("a.png", 0.9), item("b.png", 0.8));

    assertThat(session.size()).isEqualTo(1);
    session.label(PNEUMONIA);
    assertThat(labels)
        .hasContent(
            """
            patient,path,note,label,model_finding,probability,reviewed
            p7,a.png,"see, below",1,,,
            ,gone.png,,NORMAL,,,
            ,%s,,PNEUMONIA,PNEUMONIA,0.8,2026-03-01T12:00:00Z
            """
                .replace("%s", film("b.png").toString()));
    assertThat(trained()).extracting(LabelledImage::patient).startsWith("p7");
    assertThat(session(item("a.png", 0.9), item("b.png", 0.8)).size()).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems refuse such names")
  void trainingTakesNamesOfEveryKind() throws IOException {
    String[] names = {
      "a,b.png", "it's \"quoted\".png", " two  spaces.png", "#hash.png", "Ünïcödé 胸.png",
      "line\nbreak.png", "tab\t.png", "semi;colon.png", "=1+1.png", "\\back\\slash.png"
    };
    Files.createDirectories(folder.resolve("of, all \"kinds\" #1"));
    ReviewItem[] items = new ReviewItem[names.length];
    for (int i = 0; i < names.length; i++) {
      items[i] = item("of, all \"kinds\" #1/" + names[i], 0.3);
    }
    ReviewSession session = session(items);
    for (ReviewItem item : items) {
      session.label(item.finding());
    }

    assertThat(trained())
        .extracting(LabelledImage::file)
        .containsExactly(List.of(items).stream().map(ReviewItem::file).toArray(Path[]::new));
    assertThat(trained()).extracting(LabelledImage::patient).doesNotHaveDuplicates();
    assertThat(session(items).size()).as("all are recognised again").isZero();
  }

  @Test
  void whenALabelCannotBeWrittenTheFilmStaysAndTheFileIsAsItWas() throws IOException {
    ReviewSession session = session(item("a.png", 0.9), item("b.png", 0.8));
    session.label(PNEUMONIA);
    String before = Files.readString(labels);
    Files.createDirectories(folder.resolve("labels.csv.part/in the way"));

    assertThatIOException()
        .isThrownBy(() -> session.label(NORMAL))
        .withMessageStartingWith(labels + ": cannot be written");

    assertThat(labels).hasContent(before);
    assertThat(session.current()).isEqualTo(item("b.png", 0.8));
    assertThat(session.labelled()).isEqualTo(1);
  }

  @Test
  void doesNotTouchWhatIsNoTableOfLabels() throws IOException {
    Files.writeString(labels, "file,probability\na.png,0.5\n");

    assertThatIOException()
        .isThrownBy(() -> session(item("a.png", 0.9)))
        .withMessageContaining(labels.toString())
        .withMessageContaining("path and label");
    assertThat(labels).hasContent("file,probability\na.png,0.5\n");
    assertThatIOException()
        .isThrownBy(() -> LabelsFile.open(folder, NOON))
        .withMessage(folder + ": is a folder, not a table of labels");
  }

  @Test
  void readsResultsWhoseFilesAreThere() throws IOException {
    film("a,1.png");
    Path absolute = film("b.png");
    film("declined.png");
    Path csv = folder.resolve("results.csv");
    Files.writeString(
        csv,
        """
        file,status,finding,probability,threshold
        "a,1.png",assessed,normal,0.3,0.4
        %s,assessed,normal,0.1,0.5
        gone.png,assessed,normal,0.2,0.5
        declined.png,declined,,,
        %s,assessed,pneumonia,0.6,0.5
        """
            .replace("%s", absolute.toString()));

    assertThat(ReviewItems.read(csv))
        .containsExactly(
            new ReviewItem(folder.resolve("a,1.png"), 0.3, 0.4),
            new ReviewItem(absolute, 0.6, 0.5));
  }

  @Test
  void namesTheRecordThatIsNoResult() throws IOException {
    film("a.png");
    Path csv = folder.resolve("results.csv");
    Files.writeString(csv, "file,probability,threshold\na.png,0.5,0.5\na.png,high,0.5\n");
    assertThatIOException()
        .isThrownBy(() -> ReviewItems.read(csv))
        .withMessageStartingWith(csv + ": record 2: ")
        .withMessageContaining("high");
    Files.writeString(csv, "file,probability,threshold\na.png,1.5,0.5\n");
    assertThatIOException()
        .isThrownBy(() -> ReviewItems.read(csv))
        .withMessageStartingWith(csv + ": record 1: ");
    Files.writeString(csv, "path,label\na.png,NORMAL\n");
    assertThatIOException()
        .isThrownBy(() -> ReviewItems.read(csv))
        .withMessage(
            csv
                + ": is no table of results, which has the columns file, probability and threshold");
  }

  @Test
  void takesTheOpenTableAndLeavesOutWhatIsNoFile() throws IOException {
    ResultsTable table = new ResultsTable();
    Object[][] rows = {
      {film("a.png").toString(), 0.25},
      {"a.png", 0.5},
      {"stack:1", 0.75},
      {film("declined.png").toString(), Double.NaN}
    };
    for (Object[] row : rows) {
      table.addRow();
      table.addValue("File", (String) row[0]);
      table.addValue("Probability", (Double) row[1]);
      table.addValue("Operating point", 0.5);
    }

    assertThat(ReviewItems.of(table)).containsExactly(item("a.png", 0.25));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReviewItems.of(new ResultsTable()))
        .withMessageStartingWith("there are no results to review");
  }

  @Test
  void sortsByProbabilityOrByUncertainty() throws IOException {
    ReviewItem low = item("low.png", 0.1);
    ReviewItem high = item("high.png", 0.95);
    ReviewItem near = new ReviewItem(film("near.png"), 0.3, 0.25);
    ReviewItem alike = item("alike.png", 0.1);

    assertThat(ReviewOrder.of("probability").sorted(List.of(low, high, near, alike)))
        .containsExactly(high, near, low, alike);
    assertThat(ReviewOrder.of("uncertainty").sorted(List.of(low, high, near, alike)))
        .containsExactly(near, low, alike, high);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReviewOrder.of("size"))
        .withMessage("order must be probability or uncertainty: 'size'");
  }

  @Test
  void theCommandSaysWhatIsMissing() throws IOException {
    Path csv = folder.resolve("results.csv");
    Files.writeString(csv, "file,probability,threshold\ngone.png,0.5,0.5\n");
    Optional<Path> there = Optional.of(labels);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Review.session(
                    new Review.Options(
                        Optional.of(csv), Optional.empty(), ReviewOrder.PROBABILITY)))
        .withMessage("choose the CSV file that the labels go to");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Review.session(
                    new Review.Options(Optional.of(csv), there, ReviewOrder.PROBABILITY)))
        .withMessage("no result has a probability and a file that is there");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Headless.log(new Review(), "results=[" + csv + "] labels=[" + labels + "]"))
        .withMessage("films cannot be reviewed without a screen");
    assertThat(labels).doesNotExist();
  }
}
