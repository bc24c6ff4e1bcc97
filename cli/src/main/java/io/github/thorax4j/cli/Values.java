package io.github.thorax4j.cli;

import io.github.thorax4j.Outcome;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What options may be set to. */
final class Values {

  private Values() {}

  /** A number in [0, 1]. */
  static final class Probability implements ITypeConverter<Double> {

    @Override
    public Double convert(String value) {
      try {
        double number = Double.parseDouble(value);
        Outcome.checkProbability("it", number);
        return number;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "' is no number from 0 to 1");
      }
    }
  }

  /** A whole number from 1. */
  static final class Count implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String value) {
      return wholeNumber(value, Integer.MAX_VALUE);
    }
  }

  /** A number of threads. */
  static final class Threads implements ITypeConverter<Integer> {

    private static final int MOST = 256;

    @Override
    public Integer convert(String value) {
      return wholeNumber(value, MOST);
    }
  }

  private static int wholeNumber(String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("'" + value + "' is no whole number from 1 to " + most);
  }
}
