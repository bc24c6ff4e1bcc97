package io.github.thorax4j.testdata;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.Phantom.Subject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a phantom is to look like; the same plan gives the same pixels on every machine.
 *
 * @param subject what is shown
 * @param width columns, at least 16
 * @param height rows, at least 16
 * @param patient the seed of the anatomy: the same patient at any size and exposure
 * @param shot the seed of what differs from film to film: position, noise, place of the opacity
 * @param opacity how dense the opacity of a frontal chest is, 0 for none, 1 for a clear one
 * @param exposure brightness added, in [-0.5, 0.5]
 * @param contrast the contrast about mid-grey, 1 as it comes
 * @param noise the standard deviation of the noise at mid-grey, such as 0.01
 */
public record PhantomPlan(
    Subject subject,
    int width,
    int height,
    long patient,
    long shot,
    double opacity,
    double exposure,
    double contrast,
    double noise) {

  /** Checks the ranges. */
  public PhantomPlan {
    Objects.requireNonNull(subject, "subject");
    if (width < 16 || height < 16 || (long) width * height > Radiograph.MAX_PIXELS) {
      throw new IllegalArgumentException("not a phantom's size: " + width + "x" + height);
    }
    if (!(opacity >= 0 && Math.abs(exposure) <= 0.5 && contrast > 0 && noise >= 0)) {
      throw new IllegalArgumentException("opacity, exposure, contrast or noise is out of range");
    }
  }

  /** A frontal chest without opacity, well exposed. */
  public static PhantomPlan chest(int width, int height, long patient) {
    return of(Subject.FRONTAL_CHEST, width, height, patient);
  }

  /** A well exposed film. */
  public static PhantomPlan of(Subject subject, int width, int height, long patient) {
    return new PhantomPlan(subject, width, height, patient, patient, 0, 0, 1, 0.012);
  }

  /** Another film of the same patient. */
  public PhantomPlan withShot(long value) {
    return new PhantomPlan(
        subject, width, height, patient, value, opacity, exposure, contrast, noise);
  }

  /** With an opacity of this density. */
  public PhantomPlan withOpacity(double value) {
    return new PhantomPlan(subject, width, height, patient, shot, value, exposure, contrast, noise);
  }

  /** With this brightness added. */
  public PhantomPlan withExposure(double value) {
    return new PhantomPlan(subject, width, height, patient, shot, opacity, value, contrast, noise);
  }

  /** With this contrast. */
  public PhantomPlan withContrast(double value) {
    return new PhantomPlan(subject, width, height, patient, shot, opacity, exposure, value, noise);
  }

  /** With this noise. */
  public PhantomPlan withNoise(double value) {
    return new PhantomPlan(
        subject, width, height, patient, shot, opacity, exposure, contrast, value);
  }

  /** Draws the film. */
  public Phantom draw() {
    Canvas canvas = new Canvas(width, height);
    Optional<Box> box = Optional.empty();
    switch (subject) {
      case FRONTAL_CHEST -> box = new FrontalChest(patient, shot).draw(canvas, opacity);
      case LATERAL_CHEST -> new LateralChest(patient).draw(canvas);
      case HAND -> new Hand(patient).draw(canvas);
    }
    float[] film = canvas.develop(shot, exposure, contrast, noise);
    Radiograph radiograph =
        Radiograph.ofRows(
            width,
            height,
            (y, row) -> System.arraycopy(film, y * width, row, 0, width),
            List.of("synthetic phantom"));
    return new Phantom(radiograph, this, box);
  }
}
