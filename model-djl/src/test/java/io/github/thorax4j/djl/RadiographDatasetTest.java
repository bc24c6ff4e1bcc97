package io.github.thorax4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.testdata.LabelledSet;
import io.github.thorax4j.testdata.PngFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RadiographDatasetTest {

  @TempDir private static Path folder;

  private static LabelledImages data;

  @BeforeAll
  static void write() throws IOException {
    data = LabelledSet.write(folder, 10, 1, 64, 9).images();
  }

  private static RadiographDataset.Builder builder() {
    return RadiographDataset.builder().images(data);
  }

  private record Content(List<Shape> data, List<Shape> labels, List<Float> targets) {}

  private static Content content(RandomAccessDataset dataset)
      throws IOException, TranslateException {
    Content content = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (NDManager manager = NDManager.newBaseManager()) {
      for (Batch batch : dataset.getData(manager)) {
        content.data().add(batch.getData().singletonOrThrow().getShape());
        content.labels().add(batch.getLabels().singletonOrThrow().getShape());
        for (Number target : batch.getLabels().singletonOrThrow().toArray()) {
          content.targets().add(target.floatValue());
        }
        batch.close();
      }
    }
    return content;
  }

  @Test
  void batchesOfItsOwnPipeline() throws IOException, TranslateException {
    Content thoraxnet = content(builder().setSampling(4, false).build());
    Content seedCnn = content(builder().architecture("seed-cnn").setSampling(4, false).build());

    assertThat(thoraxnet.data())
        .containsExactly(
            new Shape(4, 1, 128, 128), new Shape(4, 1, 128, 128), new Shape(2, 1, 128, 128));
    assertThat(thoraxnet.labels())
        .containsExactly(new Shape(4, 1), new Shape(4, 1), new Shape(2, 1));
    assertThat(thoraxnet.targets()).containsExactly(0f, 0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f, 1f);
    assertThat(seedCnn.data().get(0)).isEqualTo(new Shape(4, 3, 128, 128));
  }

  @Test
  void pixelsOfItsOwnPipelineAreStandardised() throws IOException, TranslateException {
    RadiographDataset dataset = builder().setSampling(10, false).build();
    Radiograph expected =
        PngFiles.read(data.images().get(0).file()).resize(147, 147).resize(128, 128);
    try (NDManager manager = NDManager.newBaseManager();
        Batch batch = dataset.getData(manager).iterator().next()) {
      float[] values = batch.getData().singletonOrThrow().get(0).toFloatArray();
      double difference = 0;
      for (int i = 0; i < values.length; i++) {
        double pixel = values[i] * 0.24 + 0.48;
        difference += Math.abs(pixel - expected.pixel(i % 128, i / 128)) / values.length;
      }
      assertThat(difference).isLessThan(0.01);
    }
  }

  @Test
  void anotherPassHasOtherAugmentation() throws IOException, TranslateException {
    RadiographDataset dataset = builder().augmentation("robust", 3).setSampling(10, false).build();
    try (NDManager manager = NDManager.newBaseManager()) {
      List<float[]> passes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        try (Batch batch = dataset.getData(manager).iterator().next()) {
          passes.add(batch.getData().singletonOrThrow().toFloatArray());
        }
      }
      assertThat(passes.get(0)).isNotEqualTo(passes.get(1));
    }
  }

  @Test
  void easyTrainTrainsOnItsOwnPipeline() throws IOException, TranslateException {
    RadiographDataset dataset = builder().setSampling(5, true).build();

    assertThat(train(dataset, 1, 128 * 128, Loss.sigmoidBinaryCrossEntropyLoss())).isFinite();
  }

  @Test
  void easyTrainTrainsWithTransformsOfDjl() throws IOException, TranslateException {
    RadiographDataset dataset =
        builder()
            .addTransform(new Resize(32, 32))
            .addTransform(new ToTensor())
            .setSampling(5, false)
            .build();

    Content content = content(dataset);
    assertThat(content.data()).containsExactly(new Shape(5, 1, 32, 32), new Shape(5, 1, 32, 32));
    assertThat(content.labels()).containsExactly(new Shape(5), new Shape(5));
    assertThat(content.targets()).containsExactly(0f, 0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f, 1f);
    assertThat(train(dataset, 2, 32 * 32, Loss.softmaxCrossEntropyLoss())).isFinite();
  }

  private static float train(RandomAccessDataset dataset, int outputs, int inputs, Loss loss)
      throws IOException, TranslateException {
    try (Model model = Model.newInstance("test", "PyTorch")) {
      Block block =
          new SequentialBlock()
              .add(Blocks.batchFlattenBlock(inputs))
              .add(Linear.builder().setUnits(outputs).build());
      model.setBlock(block);
      try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
        trainer.initialize(new Shape(1, inputs));
        float[] before = block.getParameters().valueAt(0).getArray().toFloatArray();
        EasyTrain.fit(trainer, 2, dataset, null);
        float[] after = block.getParameters().valueAt(0).getArray().toFloatArray();
        assertThat(after).isNotEqualTo(before);
        return after[0];
      }
    }
  }

  @Test
  void transformsOfDjlSeeTheGreyValues() throws IOException, TranslateException {
    RadiographDataset dataset =
        builder().addTransform(new ToTensor()).setSampling(10, false).build();
    Radiograph expected = PngFiles.read(data.images().get(0).file()).resize(147, 147);
    try (NDManager manager = NDManager.newBaseManager();
        Batch batch = dataset.getData(manager).iterator().next()) {
      float[] values = batch.getData().singletonOrThrow().get(0).toFloatArray();
      assertThat(values).hasSize(147 * 147);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isCloseTo(expected.pixel(i % 147, i / 147), within(0.51f / 255));
      }
    }
  }

  @Test
  void partsHaveTheSamePipeline() throws IOException, TranslateException {
    RadiographDataset dataset = builder().setSampling(4, false).build();

    Content some = content(dataset.subDataset(3, 8));
    Content chosen = content(dataset.subDataset(List.of(9L, 0L, 5L)));

    assertThat(some.data()).containsExactly(new Shape(4, 1, 128, 128), new Shape(1, 1, 128, 128));
    assertThat(some.targets()).containsExactly(0f, 0f, 1f, 1f, 1f);
    assertThat(chosen.data()).containsExactly(new Shape(3, 1, 128, 128));
    assertThat(chosen.targets()).containsExactly(1f, 0f, 1f);
    RandomAccessDataset[] split = dataset.randomSplit(7, 3);
    assertThat(split[0].size()).isEqualTo(7);
    assertThat(split[1].size()).isEqualTo(3);
    assertThat(content(split[1]).data()).containsExactly(new Shape(3, 1, 128, 128));
    assertThat(content(split[0]).targets().size()).isEqualTo(7);
  }

  @Test
  void partsWithTransformsOfDjlHaveThemToo() throws IOException, TranslateException {
    RadiographDataset dataset =
        builder().addTransform(new ToTensor()).setSampling(4, false).build();

    assertThat(content(dataset.subDataset(4, 7)).targets()).containsExactly(0f, 1f, 1f);
  }

  @Test
  void itTellsItsClassesAndSize() throws IOException {
    RadiographDataset dataset = builder().setSampling(4, false).build();

    assertThat(dataset.getClasses()).containsExactly("normal", "pneumonia");
    assertThat(dataset.size()).isEqualTo(10);
    assertThat(dataset.getImageWidth()).contains(147);
    assertThat(dataset.getImageHeight()).contains(147);
  }

  @Test
  void misuseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RadiographDataset.builder().setSampling(4, false).build())
        .withMessageContaining("images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().architecture("resnet").setSampling(4, false).build())
        .withMessageContaining("resnet");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().augmentation("none", 1).setSampling(4, false).build())
        .withMessageContaining("none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().threads(0).setSampling(4, false).build())
        .withMessageContaining("threads");
  }
}
