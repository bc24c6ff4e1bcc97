package io.github.thorax4j.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PixelFormatTest {

  @Test
  void packsTwelveBitsIntoWords() {
    assertThat(PixelFormat.grey(12).pack(new int[] {0x123, 0xFFF}))
        .containsExactly(0x23, 0x01, 0xFF, 0x0F);
  }

  @Test
  void packsSignedValuesWithoutSigningTheUnusedBits() {
    assertThat(PixelFormat.grey(12).twosComplement().pack(new int[] {-1, -2048}))
        .containsExactly(0xFF, 0x0F, 0x00, 0x08);
  }

  @Test
  void packsBelowAHigherHighBit() {
    assertThat(PixelFormat.grey(10).in(16, 15).pack(new int[] {0x3FF, 1}))
        .containsExactly(0xC0, 0xFF, 0x40, 0x00);
  }

  @Test
  void packsSingleBitsFromTheLeastSignificant() {
    assertThat(PixelFormat.grey(1).in(1, 0).pack(new int[] {1, 0, 0, 0, 0, 0, 0, 1, 0, 1}))
        .containsExactly(0x81, 0x02);
  }

  @Test
  void packsTwelveBitCellsTight() {
    assertThat(PixelFormat.grey(12).in(12, 11).pack(new int[] {0x123, 0x456}))
        .containsExactly(0x23, 0x61, 0x45);
  }

  @Test
  void packsThirtyTwoBits() {
    assertThat(PixelFormat.grey(32).pack(new int[] {0x01020304, -1}))
        .containsExactly(4, 3, 2, 1, 0xFF, 0xFF, 0xFF, 0xFF);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixelFormat.grey(12).pack(new int[] {4096}))
        .withMessage("4096 does not fit into 12 bits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixelFormat.grey(8).twosComplement().pack(new int[] {128}));
    assertThatIllegalArgumentException().isThrownBy(() -> PixelFormat.grey(12).in(8, 7));
  }
}
