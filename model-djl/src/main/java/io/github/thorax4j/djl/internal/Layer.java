package io.github.thorax4j.djl.internal;

import java.util.List;

/** One layer of a network, as data: what blocks, layer tables and weight names are made from. */
sealed interface Layer {

  /** A square two-dimensional convolution. */
  record Conv(int filters, int kernel, int stride, int padding, boolean bias) implements Layer {}

  /** Batch normalisation over the channels. */
  record BatchNorm() implements Layer {}

  /** max(0, x). */
  record Relu() implements Layer {}

  /** The largest of each {@code size x size} square, without overlap. */
  record MaxPool(int size) implements Layer {}

  /** Sets values to zero at random while training. */
  record Dropout(double rate) implements Layer {}

  /** The mean of each channel. */
  record GlobalAveragePool() implements Layer {}

  /** Channels, rows and columns in one vector, in that order. */
  record Flatten() implements Layer {}

  /** A fully connected layer with bias. */
  record Dense(int units) implements Layer {}

  /** relu(main(x) + shortcut(x)); an empty shortcut passes x on. */
  record Residual(List<Layer> main, List<Layer> shortcut) implements Layer {}
}
