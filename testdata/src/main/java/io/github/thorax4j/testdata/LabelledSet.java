package io.github.thorax4j.testdata;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A small labelled set of generated chest radiographs on disk, easy enough for a small network to
 * learn in a minute. Half of the patients have pneumonia. Under the root folder:
 *
 * <ul>
 *   <li>{@code NORMAL/IM-0007-0002.png}: patient {@code IM-0007}, second image
 *   <li>{@code PNEUMONIA/person7_bacteria_2.png}: patient {@code person7}, second image; every
 *       other patient's say {@code virus}
 *   <li>{@code labels.csv}: a line {@code path,label,patient}, then one for each image, paths
 *       relative to the root with forward slashes
 * </ul>
 *
 * The names follow the patterns of the public collection that networks of this kind are trained on.
 *
 * @param root the folder
 * @param images the images, NORMAL first, as in {@code labels.csv}
 */
public record LabelledSet(Path root, LabelledImages images) {

  /** The labels file's name. */
  public static final String LABELS = "labels.csv";

  /**
   * Writes a set; what is in the folder under the same names is replaced.
   *
   * @param root the folder; made if it is not there
   * @param patients how many patients there are, at least 2; half of them, rounded up, are normal
   * @param imagesOfEach how many images each patient has, at least 1
   * @param side columns and rows of each image, at least 16
   * @param seed the seed of all that varies
   * @throws IOException if a file cannot be written
   */
  public static LabelledSet write(Path root, int patients, int imagesOfEach, int side, long seed)
      throws IOException {
    if (patients < 2 || imagesOfEach < 1) {
      throw new IllegalArgumentException(
          "not a set: " + patients + " patients of " + imagesOfEach + " images");
    }
    for (Finding label : Finding.values()) {
      Files.createDirectories(root.resolve(label.name()));
    }
    Random random = new Random(seed);
    List<LabelledImage> images = new ArrayList<>();
    StringBuilder labels = new StringBuilder("path,label,patient\n");
    int normal = (patients + 1) / 2;
    for (int i = 0; i < patients; i++) {
      Finding label = i < normal ? Finding.NORMAL : Finding.PNEUMONIA;
      int number = i < normal ? i + 1 : i - normal + 1;
      String patient =
          label == Finding.NORMAL
              ? String.format(Locale.ROOT, "IM-%04d", number)
              : "person" + number;
      long anatomy = random.nextLong();
      for (int k = 1; k <= imagesOfEach; k++) {
        String name =
            label == Finding.NORMAL
                ? String.format(Locale.ROOT, "%s-%04d.png", patient, k)
                : String.format(
                    Locale.ROOT,
                    "%s_%s_%d.png",
                    patient,
                    number % 2 == 0 ? "virus" : "bacteria",
                    k);
        PhantomPlan plan =
            PhantomPlan.chest(side, side, anatomy)
                .withShot(random.nextLong())
                .withExposure(0.1 * (random.nextDouble() - 0.5))
                .withContrast(0.9 + 0.2 * random.nextDouble())
                .withOpacity(label == Finding.NORMAL ? 0 : 1 + 0.4 * random.nextDouble());
        String path = label.name() + "/" + name;
        Path file = root.resolve(path);
        PngFiles.write(plan.draw().radiograph(), file);
        images.add(new LabelledImage(file, label, patient));
        labels.append(path).append(',').append(label.name()).append(',').append(patient);
        labels.append('\n');
      }
    }
    Files.writeString(root.resolve(LABELS), labels);
    return new LabelledSet(root, new LabelledImages(images));
  }

  /** The labels file. */
  public Path labels() {
    return root.resolve(LABELS);
  }
}
