package io.github.thorax4j.orthanc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thorax4j.testdata.ExternalProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A modality that sends its objects by C-STORE: dcmtk's storescu. */
final class StoreScu {

  private StoreScu() {}

  /** Sends files in one association and checks that all are accepted. */
  static void send(OrthancServer server, List<Path> files)
      throws IOException, InterruptedException {
    Process process = start(server, files);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status of storescu: %s", output).isZero();
  }

  /**
   * Begins to send files in one association. The process ends at the first that is refused, and
   * when the server ends, with another status than 0.
   */
  static Process start(OrthancServer server, List<Path> files) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ExternalProgram.require("storescu", "dcmtk").path().toString());
    command.addAll(List.of("--required", "--propose-jpeg8", "-aet", "MODALITY"));
    command.addAll(List.of("-aec", OrthancServer.AE_TITLE));
    command.addAll(List.of("127.0.0.1", Integer.toString(server.dicomPort())));
    files.forEach(file -> command.add(file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Without it an object takes 60 ms, all of it waiting.
    builder.environment().put("TCP_NODELAY", "1");
    return builder.start();
  }
}
