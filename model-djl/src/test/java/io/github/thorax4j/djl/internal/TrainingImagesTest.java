package io.github.thorax4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.LabelledSet;
import io.github.thorax4j.testdata.PngFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingImagesTest {

  @TempDir private static Path folder;

  private static LabelledImages data;

  @BeforeAll
  static void write() throws IOException {
    data = LabelledSet.write(folder.resolve("set"), 14, 3, 32, 11).images();
  }

  private static TrainingImages read(List<LabelledImage> images) throws IOException {
    return TrainingImages.read(new LabelledImages(images), 24, 2, Monitor.NONE);
  }

  private static Set<String> patients(TrainingImages images) {
    return images.sources().images().stream()
        .map(LabelledImage::patient)
        .collect(Collectors.toSet());
  }

  @Test
  void imagesAreSquaresOfBytesInTheOrderGiven() throws IOException {
    TrainingImages images = read(data.images());

    assertThat(images.size()).isEqualTo(42);
    assertThat(images.side()).isEqualTo(24);
    assertThat(images.sources()).isEqualTo(data);
    assertThat(images.count(Finding.PNEUMONIA)).isEqualTo(21);
    assertThat(images.declined() + images.duplicates()).isZero();
    for (int i : new int[] {0, 41}) {
      Radiograph expected = PngFiles.read(data.images().get(i).file()).resize(24, 24);
      byte[] pixels = images.pixels(i);
      assertThat(pixels).hasSize(24 * 24).isNotSameAs(images.pixels(i));
      for (int k = 0; k < pixels.length; k++) {
        assertThat((pixels[k] & 0xff) / 255f)
            .isCloseTo(expected.pixel(k % 24, k / 24), within(0.51f / 255));
      }
    }
  }

  @Test
  void patientsAreNeverOnBothSidesAndLabelsAlwaysAre() throws IOException {
    TrainingImages all = read(data.images());
    Set<Set<String>> choices = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (double part : new double[] {0.01, 0.1, 0.5, 0.9}) {
        TrainingImages.Split split = all.holdOut(part, seed);

        assertThat(patients(split.training()))
            .doesNotContainAnyElementsOf(patients(split.heldOut()));
        assertThat(split.training().size() + split.heldOut().size()).isEqualTo(42);
        for (Finding label : Finding.values()) {
          assertThat(split.training().count(label)).isPositive();
          // Of seven patients with three images each: the nearest number, but one at least and
          // one fewer than there are at most.
          int expected = Math.min(6, Math.max(1, (int) Math.round(7 * part))) * 3;
          assertThat(split.heldOut().count(label)).isEqualTo(expected);
        }
        if (part == 0.5) {
          choices.add(patients(split.heldOut()));
        }
        assertThat(all.holdOut(part, seed).heldOut().sources())
            .isEqualTo(split.heldOut().sources());
      }
    }
    assertThat(choices).as("other seeds, other patients").hasSizeGreaterThan(10);
  }

  @Test
  void aPatientOfBothLabelsStaysOnOneSide() throws IOException {
    List<LabelledImage> images = new ArrayList<>();
    for (LabelledImage image : data.images()) {
      String patient = image.patient().replaceAll("\\D+0*", "p");
      images.add(new LabelledImage(image.file(), image.label(), patient));
    }
    images.add(new LabelledImage(other("extra1.png", 1), Finding.PNEUMONIA, "q1"));
    images.add(new LabelledImage(other("extra2.png", 2), Finding.PNEUMONIA, "q2"));
    TrainingImages all = read(images);
    for (long seed = 0; seed < 20; seed++) {
      TrainingImages.Split split = all.holdOut(0.3, seed);
      assertThat(patients(split.training())).doesNotContainAnyElementsOf(patients(split.heldOut()));
    }
  }

  private static Path other(String name, int value) throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(value, value, 0, 200);
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void nothingIsHeldOutWithoutAPart() throws IOException {
    TrainingImages all = read(data.images());

    TrainingImages.Split split = all.holdOut(0, 1);

    assertThat(split.training()).isSameAs(all);
    assertThat(split.heldOut().size()).isZero();
  }

  @Test
  void withOnePatientOfALabelNothingCanBeHeldOut() throws IOException {
    List<LabelledImage> images =
        data.images().stream()
            .filter(i -> i.label() == Finding.NORMAL || i.patient().equals("person1"))
            .toList();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(images).holdOut(0.1, 1))
        .withMessageContaining("PNEUMONIA");
  }

  @Test
  void copiesOfAFileAreKeptOnce() throws IOException {
    List<LabelledImage> images = new ArrayList<>(data.images());
    LabelledImage first = images.get(0);
    Path copy = folder.resolve("copy.png");
    Files.deleteIfExists(copy);
    Files.copy(first.file(), copy);
    images.add(new LabelledImage(copy, first.label(), "someone"));
    images.add(first);

    TrainingImages read = read(images);

    assertThat(read.size()).isEqualTo(42);
    assertThat(read.duplicates()).isEqualTo(2);
    assertThat(read.digest()).isEqualTo(read(data.images()).digest());
  }

  @Test
  void sameImageWithDifferentLabelsIsRefused() throws IOException {
    LabelledImage first = data.images().get(0);
    Finding other = first.label() == Finding.NORMAL ? Finding.PNEUMONIA : Finding.NORMAL;
    List<LabelledImage> images = new ArrayList<>(data.images());
    images.add(new LabelledImage(first.file(), other, "someone"));

    assertThatIOException()
        .isThrownBy(() -> read(images))
        .withMessageContaining(first.file().toString())
        .withMessageContaining("labelled " + other + " and not " + first.label());
  }

  @Test
  void imagesThatAreNoRadiographsAreLeftOutAndCounted() throws IOException {
    BufferedImage red = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    red.createGraphics().fillRect(0, 0, 40, 40);
    for (int i = 0; i < 40; i++) {
      for (int k = 0; k < 40; k++) {
        red.setRGB(i, k, 0xff0000);
      }
    }
    Path file = folder.resolve("red.png");
    ImageIO.write(red, "png", file.toFile());
    List<LabelledImage> images = new ArrayList<>(data.images());
    images.add(7, new LabelledImage(file, Finding.NORMAL, "someone"));

    TrainingImages read = read(images);

    assertThat(read.declined()).isEqualTo(1);
    assertThat(read.sources()).isEqualTo(data);
    assertThat(read.digest()).isEqualTo(read(data.images()).digest());
  }

  @Test
  void theDigestDependsOnContentAndLabelsNotOnOrderOrNames() throws IOException {
    List<LabelledImage> images = new ArrayList<>(data.images());
    String digest = read(images).digest();
    assertThat(digest).matches("[0-9a-f]{64}");

    Collections.reverse(images);
    assertThat(read(images).digest()).isEqualTo(digest);

    LabelledImage first = images.get(0);
    Path renamed = folder.resolve("renamed.png");
    Files.deleteIfExists(renamed);
    Files.copy(first.file(), renamed);
    images.set(0, new LabelledImage(renamed, first.label(), "another"));
    assertThat(read(images).digest()).isEqualTo(digest);

    images.set(0, new LabelledImage(first.file(), Finding.NORMAL, first.patient()));
    assertThat(first.label()).isEqualTo(Finding.PNEUMONIA);
    assertThat(read(images).digest()).isNotEqualTo(digest);

    images.remove(0);
    assertThat(read(images).digest()).isNotEqualTo(digest);
    images.add(new LabelledImage(other("third.png", 3), first.label(), first.patient()));
    assertThat(read(images).digest()).isNotEqualTo(digest);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path broken = folder.resolve("broken.png");
    byte[] good = Files.readAllBytes(data.images().get(0).file());
    Files.write(broken, java.util.Arrays.copyOf(good, good.length / 2));
    List<LabelledImage> images = new ArrayList<>(data.images());
    images.add(5, new LabelledImage(broken, Finding.NORMAL, "someone"));

    assertThatThrownBy(() -> read(images))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(broken + ": ");
  }

  @Test
  void readingIsToldAndCanBeCancelled() throws IOException {
    List<String> told = new ArrayList<>();
    TrainingImages some =
        TrainingImages.read(
            data,
            24,
            2,
            new Monitor() {
              @Override
              public void progress(String phase, long done, long total) {
                told.add(phase + " " + done + "/" + total);
              }

              @Override
              public boolean cancelled() {
                return told.size() == 3;
              }
            });

    assertThat(told)
        .containsExactly("reading images 1/42", "reading images 2/42", "reading images 3/42");
    assertThat(some.size()).isEqualTo(3);
  }

  @Test
  void shufflingKeepsEveryElement() {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      list.add(i);
    }
    List<Integer> before = List.copyOf(list);

    TrainingImages.shuffle(list, new java.util.SplittableRandom(1));

    assertThat(list).containsExactlyInAnyOrderElementsOf(before).isNotEqualTo(before);
  }
}
