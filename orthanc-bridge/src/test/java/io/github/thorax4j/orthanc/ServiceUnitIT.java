package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.ExternalProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd that is shipped, as systemd itself sees it. */
class ServiceUnitIT {

  private static final Path ROOT = Path.of(System.getProperty("thorax4j.root"));
  private static final String NAME = "thorax4j-bridge.service";

  @TempDir private Path folder;

  @Test
  void systemdFindsNoMistakeInIt() throws Exception {
    ExternalProgram systemd = ExternalProgram.require("systemd-analyze", "systemd");
    String unit = Files.readString(shipped());
    // Whoever verifies it looks whether the program is there.
    String here = unit.replace("/opt/thorax4j/thorax4j", ROOT.resolve("thorax4j").toString());
    assertThat(here).isNotEqualTo(unit);

    assertThat(systemd.run("verify", Files.writeString(folder.resolve(NAME), here).toString()))
        .isEmpty();
  }

  @Test
  void systemdCallsItSafe() throws Exception {
    ExternalProgram systemd = ExternalProgram.require("systemd-analyze", "systemd");

    // Tenths; 100 is a service that may do anything. More than allowed is another exit status.
    String exposure =
        systemd.run("security", "--offline=true", "--threshold=20", shipped().toString());

    assertThat(exposure).contains("Overall exposure level for " + NAME);
  }

  private static Path shipped() {
    return ROOT.resolve("orthanc-bridge").resolve("src").resolve("dist").resolve(NAME);
  }
}
