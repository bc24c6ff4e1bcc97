/**
 * Contracts and values of thorax4j: classify a frontal chest radiograph, explain it, train a model.
 */
module io.github.thorax4j {
  requires static transitive org.jspecify;

  exports io.github.thorax4j;
  exports io.github.thorax4j.spi;

  uses io.github.thorax4j.spi.ClassifierProvider;
  uses io.github.thorax4j.spi.TrainerProvider;
  uses io.github.thorax4j.spi.RadiographFormat;
}
