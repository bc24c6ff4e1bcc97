package io.github.thorax4j.djl.internal;

import io.github.thorax4j.ClassifierTrainer;
import io.github.thorax4j.PneumoniaClassifier;
import io.github.thorax4j.ThoraxException;
import io.github.thorax4j.djl.ThoraxModel;
import io.github.thorax4j.spi.ClassifierProvider;
import io.github.thorax4j.spi.TrainerProvider;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The entry for {@link java.util.ServiceLoader}. */
public final class DjlProvider implements ClassifierProvider, TrainerProvider {

  private static final String SHIPPED = "/io/github/thorax4j/djl/thoraxnet.thorax";

  /** For {@link java.util.ServiceLoader}. */
  public DjlProvider() {}

  @Override
  public PneumoniaClassifier open() {
    try {
      return new DjlClassifier(shipped());
    } catch (IOException e) {
      throw new ThoraxException("the shipped model cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public PneumoniaClassifier open(Path model) throws IOException {
    ThoraxModel read = ThoraxModel.read(model);
    try {
      return new DjlClassifier(read);
    } catch (IllegalArgumentException e) {
      throw new IOException(model + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ClassifierTrainer trainer() {
    return new DjlTrainer();
  }

  /**
   * The model in this jar.
   *
   * @throws IOException if it is missing or damaged
   */
  public static ThoraxModel shipped() throws IOException {
    try (InputStream in = DjlProvider.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new FileNotFoundException("there is none in this jar");
      }
      return ThoraxModel.read(in);
    }
  }

  /** The version of this software. */
  static String version() {
    return Optional.ofNullable(DjlProvider.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
