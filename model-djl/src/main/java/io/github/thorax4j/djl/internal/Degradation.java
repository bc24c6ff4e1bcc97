package io.github.thorax4j.djl.internal;

import java.util.SplittableRandom;

/**
 * Ways in which films of another site differ from those trained on, each applied in full strength:
 * validation on images as good as the training's own cannot tell a fragile model from a sound one.
 */
enum Degradation {
  BLUR {
    @Override
    float[] apply(float[] image, int side, SplittableRandom random) {
      return Augmentation.blur(Augmentation.blur(Augmentation.blur(image, side), side), side);
    }
  },
  LOW_RESOLUTION {
    @Override
    float[] apply(float[] image, int side, SplittableRandom random) {
      return Augmentation.lowResolution(image, side, 0.4);
    }
  },
  OVEREXPOSED {
    @Override
    float[] apply(float[] image, int side, SplittableRandom random) {
      return map(image, 0.6, 0.8f, 0.1f);
    }
  },
  UNDEREXPOSED {
    @Override
    float[] apply(float[] image, int side, SplittableRandom random) {
      return map(image, 1.6, 0.8f, -0.1f);
    }
  },
  NOISE {
    @Override
    float[] apply(float[] image, int side, SplittableRandom random) {
      float[] result = image.clone();
      for (int i = 0; i < result.length; i++) {
        result[i] = clip(result[i] + 0.05f * (float) random.nextGaussian());
      }
      return result;
    }
  },
  FRAMING {
    @Override
    float[] apply(float[] image, int side, SplittableRandom random) {
      byte[] bytes = new byte[image.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Math.round(image[i] * 255);
      }
      return new Augmentation(10, 0.1, 0.25, 0.15, false).apply(bytes, side, side, random);
    }
  };

  /**
   * A degraded copy.
   *
   * @param image {@code side * side} values in [0, 1]; not changed
   */
  abstract float[] apply(float[] image, int side, SplittableRandom random);

  private static float[] map(float[] image, double gamma, float contrast, float brightness) {
    float[] result = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      float value = (float) Math.pow(image[i], gamma);
      result[i] = clip((value - 0.5f) * contrast + 0.5f + brightness);
    }
    return result;
  }

  private static float clip(float value) {
    return Math.min(1, Math.max(0, value));
  }
}
