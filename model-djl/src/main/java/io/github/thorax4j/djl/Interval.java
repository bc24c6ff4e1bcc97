package io.github.thorax4j.djl;

/**
 * A confidence interval.
 *
 * @param low its lower end, or NaN where there is none
 * @param high its upper end, or NaN where there is none
 */
public record Interval(double low, double high) {

  /** The interval of a figure that the data do not determine. */
  public static final Interval UNDEFINED = new Interval(Double.NaN, Double.NaN);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the ends are in the wrong order or only one is NaN
   */
  public Interval {
    if (low > high || Double.isNaN(low) != Double.isNaN(high)) {
      throw new IllegalArgumentException("not an interval: " + low + " to " + high);
    }
  }
}
