package io.github.thorax4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.testdata.LabelledSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFilesTest {

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private Path table(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> names(LabelledImages images) {
    return images.images().stream()
        .map(i -> i.label().label() + " " + i.file().getFileName() + " " + i.patient())
        .toList();
  }

  @Test
  void foldersInAnyCaseAndAtAnyDepth() throws IOException {
    file("normal/b.png");
    file("normal/a.png");
    file("Pneumonia/deep/er/c.jpeg");
    file("Pneumonia/.DS_Store");
    file("other/d.png");
    file("e.png");

    LabelledImages images = LabelledFiles.read(folder);

    assertThat(images.images())
        .extracting(LabelledImage::file)
        .containsExactly(
            folder.resolve("normal/a.png"),
            folder.resolve("normal/b.png"),
            folder.resolve("Pneumonia/deep/er/c.jpeg"));
    assertThat(images.images())
        .extracting(LabelledImage::label)
        .containsExactly(Finding.NORMAL, Finding.NORMAL, Finding.PNEUMONIA);
  }

  @Test
  void foldersWhoseNamesDifferInCaseAloneAreOne() throws IOException {
    file("NORMAL/a.png");
    try {
      Files.createDirectory(folder.resolve("normal"));
    } catch (IOException e) {
      abort("this file system does not tell upper from lower case");
    }
    file("normal/b.png");
    file("PNEUMONIA/c.png");

    assertThat(LabelledFiles.read(folder).count(Finding.NORMAL)).isEqualTo(2);
  }

  @Test
  void filesInHiddenFoldersArePassedOver() throws IOException {
    file("NORMAL/a.png");
    file("NORMAL/.ipynb_checkpoints/a-checkpoint.png");
    file("PNEUMONIA/b.png");

    assertThat(LabelledFiles.read(folder).count(Finding.NORMAL)).isEqualTo(1);
  }

  @Test
  void filesThatAreNoImagesArePassedOver() throws IOException {
    file("NORMAL/a.png");
    file("NORMAL/Thumbs.db");
    file("PNEUMONIA/b.jpeg");
    file("PNEUMONIA/notes");

    assertThat(LabelledFiles.read(folder).images())
        .extracting(i -> i.file().getFileName().toString())
        .containsExactly("a.png", "b.jpeg");
  }

  @Test
  void foldersThatAreSymbolicLinksAreFollowed() throws IOException {
    file("elsewhere/films/a.png");
    file("set/PNEUMONIA/b.png");
    try {
      Files.createSymbolicLink(folder.resolve("set/NORMAL"), folder.resolve("elsewhere/films"));
    } catch (UnsupportedOperationException | IOException e) {
      abort("no symbolic links here: " + e);
    }

    assertThat(LabelledFiles.read(folder.resolve("set")).count(Finding.NORMAL)).isEqualTo(1);
  }

  @Test
  void symbolicLinksInACircleAreAnIoExceptionThatNamesTheFolder() throws IOException {
    file("NORMAL/a.png");
    file("PNEUMONIA/b.png");
    try {
      Files.createSymbolicLink(folder.resolve("NORMAL/again"), folder.resolve("NORMAL"));
    } catch (UnsupportedOperationException | IOException e) {
      abort("no symbolic links here: " + e);
    }

    assertThatThrownBy(() -> LabelledFiles.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("again");
  }

  @Test
  void aMissingFolderIsNamed() throws IOException {
    file("NORMAL/a.png");

    assertThatThrownBy(() -> LabelledFiles.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": has no folder PNEUMONIA; NORMAL and PNEUMONIA are expected in it");
  }

  @Test
  void theNameTellsThePatient() throws IOException {
    file("NORMAL/IM-0115-0001.jpeg");
    file("NORMAL/NORMAL2-IM-1440-0002.jpeg");
    file("NORMAL/scan7.png");
    file("PNEUMONIA/person1_bacteria_1.jpeg");
    file("PNEUMONIA/person1_virus_6.jpeg");
    file("PNEUMONIA/person12_virus_6.jpeg");
    file("PNEUMONIA/Patient-03.png");

    assertThat(LabelledFiles.read(folder).images())
        .extracting(LabelledImage::patient)
        .containsExactly(
            "im-0115",
            "normal2-im-1440",
            folder.resolve("NORMAL/scan7.png").toString(),
            "patient-03",
            "person12",
            "person1",
            "person1");
  }

  @Test
  void aWrittenSetIsReadBackFromItsFoldersAndFromItsTable() throws IOException {
    LabelledSet set = LabelledSet.write(folder, 6, 2, 16, 1);

    LabelledImages table = LabelledFiles.read(set.labels());
    LabelledImages folders = LabelledFiles.read(folder);

    assertThat(table.images())
        .extracting(LabelledImage::label, LabelledImage::patient)
        .isEqualTo(
            set.images().images().stream()
                .map(i -> org.assertj.core.groups.Tuple.tuple(i.label(), i.patient()))
                .toList());
    assertThat(folders.images())
        .extracting(i -> i.file().getFileName())
        .containsExactlyInAnyOrderElementsOf(
            set.images().images().stream().map(i -> i.file().getFileName()).toList());
    assertThat(folders.images().stream().map(LabelledImage::patient).distinct()).hasSize(6);
  }

  @Test
  void tablesOfCommasAndOfTabs() throws IOException {
    for (String separator : List.of(",", "\t")) {
      Path table =
          table(
              "labels.txt",
              "site,path,label,patient\nA,sub/x.png,PNEUMONIA,p1\n\nB,y.png,normal,p2\n"
                  .replace(",", separator));

      LabelledImages images = LabelledFiles.read(table);

      assertThat(names(images)).containsExactly("pneumonia x.png p1", "normal y.png p2");
      assertThat(images.images().get(0).file())
          .isEqualTo(folder.toAbsolutePath().resolve("sub/x.png"));
    }
  }

  @Test
  void quotesAndCommasWithinThem() throws IOException {
    Path table =
        table("labels.csv", "\"path\",\"label\",\"patient\"\n\"a, b.png\",1,\"Doe \"\"J\"\"\"\n");

    assertThat(names(LabelledFiles.read(table))).containsExactly("pneumonia a, b.png Doe \"J\"");
  }

  @Test
  void quotedHeadersOfATableOfTabs() throws IOException {
    Path table = table("labels.tsv", "\"path\"\t\"label\"\na.png\t0\n");

    assertThat(LabelledFiles.read(table).images()).hasSize(1);
  }

  @Test
  void windowsLineEndsAndSpacesAround() throws IOException {
    Path table = table("labels.csv", "path, label ,patient\r\n a.png , Normal , p1 \r\n");

    assertThat(names(LabelledFiles.read(table))).containsExactly("normal a.png p1");
  }

  @Test
  void aByteOrderMarkAtTheStart() throws IOException {
    for (String separator : List.of(",", "\t")) {
      Path table = table("labels.csv", "\ufeffpath,label\na.png,1\n".replace(",", separator));

      assertThat(LabelledFiles.read(table).images()).hasSize(1);
    }
  }

  @Test
  void withoutPatientsTheNameTellsThem() throws IOException {
    Path plain = table("plain.csv", "path,label\nperson3_virus_1.png,1\n");
    Path gaps = table("gaps.csv", "path,label,patient\nperson3_virus_1.png,1,\nb.png,0,p9\n");

    assertThat(names(LabelledFiles.read(plain)))
        .containsExactly("pneumonia person3_virus_1.png person3");
    assertThat(names(LabelledFiles.read(gaps)))
        .containsExactly("pneumonia person3_virus_1.png person3", "normal b.png p9");
  }

  @Test
  void absolutePathsAreLeftAsTheyAre() throws IOException {
    Path image = folder.resolve("x.png").toAbsolutePath();
    Path table = table("labels.csv", "path,label\n\"" + image + "\",1\n");

    assertThat(LabelledFiles.read(table).images().get(0).file()).isEqualTo(image);
  }

  @Test
  void whatIsWrongWithATableIsSaidWithItsRecord() throws IOException {
    refused("path,label\na.png,1\nb.png,maybe\n", "record 2", "'maybe'");
    refused("path,label\na.png\n", "record 1", "too few or too many columns");
    refused("path,label\na.png,1,2\n", "record 1", "too few or too many columns");
    refused("path,label\na.png,1\n,0\n", "record 2", "path");
    refused("path,label\na\0.png,1\n", "record 1", "no valid path");
    refused("file,label\na.png,1\n", "path and label");
    refused("path\na.png\n", "path and label");
    refused("path,label,path\na.png,1,a.png\n", "duplicate", "path");
    refused("a.png,1\n", "path and label");
    refused("path,label\n\"a.png,1\n", "labels.csv");
    refused("", "the file is empty");
  }

  private void refused(String content, String... causes) throws IOException {
    Path table = table("labels.csv", content);

    assertThatThrownBy(() -> LabelledFiles.read(table))
        .as(content)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(table + ": ")
        .hasMessageContainingAll(causes);
  }

  @Test
  void textInAnotherEncodingIsRefusedWithTheCause() throws IOException {
    Path table = folder.resolve("labels.csv");
    Files.write(table, "path,label\nM\u00fcller.png,1\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> LabelledFiles.read(table))
        .isInstanceOf(IOException.class)
        .hasMessage(table + ": is not text in UTF-8");

    String rows = "path,label\n" + "a.png,1\n".repeat(5000) + "M\u00fcller.png,1\n";
    Files.write(table, rows.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> LabelledFiles.read(table))
        .isInstanceOf(IOException.class)
        .hasMessage(table + ": is not text in UTF-8");
  }

  @Test
  void whatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.csv");

    assertThatThrownBy(() -> LabelledFiles.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": no such file or folder");
  }
}
