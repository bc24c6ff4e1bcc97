package io.github.thorax4j.dicom.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedUidTest {

  /** The expected UIDs were computed with Python's hashlib. */
  @ParameterizedTest
  @CsvSource({
    "a bc, 2.25.240864446646532183121777240267729833486",
    "ab c, 2.25.322439678945019151949744567084042146678",
    "胸部, 2.25.128239458245440095245382581895966205771"
  })
  void followsFromTheTexts(String texts, String uid) {
    assertThat(DerivedUid.of(List.of(texts.split(" ")))).isEqualTo(uid);
  }

  @Test
  void isAUuid() {
    assertThat(IntStream.range(0, 1000).mapToObj(i -> DerivedUid.of(List.of("" + i))))
        .doesNotHaveDuplicates()
        .allSatisfy(
            uid -> {
              assertThat(uid).matches("2\\.25\\.[1-9][0-9]*").hasSizeLessThanOrEqualTo(64);
              BigInteger number = new BigInteger(uid.substring("2.25.".length()));
              UUID uuid = new UUID(number.shiftRight(64).longValue(), number.longValue());
              assertThat(uuid.version()).isEqualTo(8);
              assertThat(uuid.variant()).isEqualTo(2);
            });
  }
}
