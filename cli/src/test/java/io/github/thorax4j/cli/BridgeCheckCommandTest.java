package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeCheckCommandTest {

  @TempDir Path folder;

  private final TestConsole console = new TestConsole();

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("bridge.yaml"), text).toString();
  }

  @Test
  void aConfigurationWithoutMistakesIsSaidToBeSo() throws IOException {
    String file = file("rules:\n- name: r\n  then: {label: x}\n");

    assertThat(console.run("bridge", "check", file)).isZero();
    assertThat(console.out()).isEqualTo(file + ": no mistake\n");
  }

  @Test
  void allMistakesAreSaidOneALine() throws IOException {
    String file = file("workers: 0\nshadow: perhaps\n");

    assertThat(console.run("bridge", "check", file)).isEqualTo(1);
    assertThat(console.err().lines())
        .containsExactly(
            file + ":1: workers must be a whole number from 1 to 64, not '0'",
            file + ":2: shadow must be true or false, not 'perhaps'");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void asJsonMistakesAreAList() throws IOException {
    String file = file("workers: 0\n");

    assertThat(console.run("bridge", "check", file, "--json")).isEqualTo(1);
    assertThat(console.objects().get(0).path("mistakes").get(0).asText())
        .isEqualTo(file + ":1: workers must be a whole number from 1 to 64, not '0'");
  }

  @Test
  void anOrthancThatIsNotThereIsOneSentence() throws IOException {
    String file = file("rules: []\n");

    assertThat(console.run("bridge", "check", file, "--orthanc", "http://127.0.0.1:1"))
        .isEqualTo(1);
    assertThat(console.err()).isEqualTo("thorax4j: Orthanc cannot be reached at 127.0.0.1:1\n");
  }

  @Test
  void usageIsChecked() throws IOException {
    assertThat(console.run("bridge", "check")).isEqualTo(2);
    assertThat(console.run("bridge", "check", file(""), "--last", "0")).isEqualTo(2);
    assertThat(console.run("bridge", "check", file(""), "--orthanc", "pacs")).isEqualTo(2);
    assertThat(console.run("bridge", "report", "--labels", "l.csv")).isEqualTo(2);
    assertThat(console.run("bridge", "report", "--state", folder.toString())).isEqualTo(2);
    assertThat(console.run("bridge", "run", "--state", folder.toString())).isEqualTo(2);
  }

  @Test
  void aBridgeDoesNotStartWithMistakes() throws IOException {
    String file = file("orthanc: {url: 'http://127.0.0.1:1', password: hunter2}\nstate: s\n");

    assertThat(console.run("bridge", "run", "--config", file)).isEqualTo(1);
    assertThat(console.err())
        .startsWith("thorax4j: " + file + ":1: password must not stand in this file")
        .doesNotContain("hunter2");
    assertThat(folder.resolve("s")).doesNotExist();
  }

  /** It said 'no mistake', and the bridge did not start. */
  @Test
  void aModelThatIsNotThereIsAMistake() throws IOException {
    String file = file("model: nowhere.thorax\n");

    assertThat(console.run("bridge", "check", file)).isEqualTo(1);
    assertThat(console.err())
        .isEqualTo(
            file
                + ":1: model cannot be used: "
                + folder.resolve("nowhere.thorax")
                + ": no such file\n");
  }

  /** It asked for a secret that it does not need. */
  @Test
  void aReportNeedsNoSecretOfTheRules() throws IOException {
    Path labels = Files.writeString(folder.resolve("l.csv"), "instance,label\na,NORMAL\n");
    String file =
        file(
            "rules:\n- name: r\n  then: {webhook: {url: 'http://h/', secret: '${HOOK_SECRET_X}'}}\n");

    assertThat(console.run("bridge", "report", "--config", file, "--labels", labels)).isEqualTo(1);
    assertThat(console.err())
        .isEqualTo(
            "thorax4j: " + folder.resolve("state") + ": no bridge has recorded anything there\n");
  }

  @Test
  void aReportNeedsABridgesFolder() throws IOException {
    Path labels = Files.writeString(folder.resolve("l.csv"), "instance,label\na,NORMAL\n");

    assertThat(
            console.run(
                "bridge", "report", "--state", folder.toString(), "--labels", labels.toString()))
        .isEqualTo(1);
    assertThat(console.err())
        .isEqualTo("thorax4j: " + folder + ": no bridge has recorded anything there\n");
  }
}
