package io.github.thorax4j.benchmark;

import io.github.thorax4j.testdata.LabelledSet;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a generated set of labelled images to train on. */
public final class WriteLabelledSet {

  private static final int SIDE = 160;
  private static final long SEED = 1;

  private WriteLabelledSet() {}

  /**
   * Writes the folders {@code NORMAL} and {@code PNEUMONIA}, one image a patient.
   *
   * @param args a folder and how many images
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: WriteLabelledSet FOLDER COUNT");
    }
    LabelledSet.write(Path.of(args[0]), Integer.parseInt(args[1]), 1, SIDE, SEED);
  }
}
