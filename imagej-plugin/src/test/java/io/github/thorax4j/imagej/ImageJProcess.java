package io.github.thorax4j.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An ImageJ in a process and on a screen of its own, with the plugin as it is packaged and without
 * anybody's preferences. It is told what to do by macros, keys and nothing else.
 */
final class ImageJProcess implements AutoCloseable {

  static final String PORT = "listening to ";

  /** What an answer begins with to what is wrong. */
  static final String ERROR = "wrong: ";

  /** How long anything may take before a test gives up. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Screen screen;
  private final Process process;
  private final Path log;
  private final int port;

  private ImageJProcess(Screen screen, Process process, Path log, int port) {
    this.screen = screen;
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param release which ImageJ
   * @param home the user's home folder, empty or as another ImageJ left it
   */
  static ImageJProcess start(ImageJRelease release, Path home) throws IOException {
    Path plugins = Path.of("target/plugins").toAbsolutePath();
    assertThat(plugins.resolve("Thorax4J")).as("the packaged plugin").isDirectory();
    Screen screen = Screen.start();
    Path log = Files.createTempFile(home, "imagej", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx2g",
            "-Duser.home=" + home,
            "-Dplugins.dir=" + plugins,
            "-cp",
            release.jar() + File.pathSeparator + driver(home),
            ImageJDriver.class.getName());
    builder.directory(home.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("DISPLAY", screen.display());
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || Files.readString(log).contains(PORT));
    String said = Files.readString(log);
    assertThat(process.isAlive()).as("ImageJ lives: %s", said).isTrue();
    int port =
        said.lines()
            .filter(line -> line.startsWith(PORT))
            .map(line -> Integer.parseInt(line.substring(PORT.length())))
            .findFirst()
            .orElseThrow();
    ImageJProcess imagej = new ImageJProcess(screen, process, log, port);
    imagej.awaitWindow("ImageJ", true);
    return imagej;
  }

  /** A folder with the driver's class alone: no other class of the tests may help the plugin. */
  private static Path driver(Path home) throws IOException {
    String name = ImageJDriver.class.getName().replace('.', '/') + ".class";
    Path folder = home.resolve("driver");
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = ImageJDriver.class.getResourceAsStream("/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return folder;
  }

  /** Runs a macro to its end; what it returns. */
  String macro(String text) throws IOException {
    return ask("macro", text);
  }

  private String ask(String request, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeUTF(request);
      out.writeUTF(text);
      String answer = new DataInputStream(socket.getInputStream()).readUTF();
      assertThat(answer).as(text).doesNotStartWith(ERROR);
      return answer;
    } catch (SocketTimeoutException e) {
      throw new AssertionError(text + ": does not end, windows: " + windows(), e);
    }
  }

  /** A text as it is written in a macro. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Opens an image. */
  void open(Path image) throws IOException {
    macro("open(" + quoted(image.toString()) + ");");
  }

  /** How many shapes lie over the active image. */
  int overlays() throws IOException {
    return Integer.parseInt(macro("return '' + Overlay.size;"));
  }

  /** Its version, such as 1.54p. */
  String version() throws IOException {
    return macro("return IJ.getFullVersion;").replaceAll("\\d+$", "");
  }

  /** Chooses a menu command and does not wait for it. */
  void choose(String command) throws IOException {
    macro("doCommand(" + quoted(command) + ");");
  }

  /** Waits until a command that was chosen from the menu has come to its end. */
  void awaitEnd(String command) {
    awaitState(command, "");
  }

  /** Waits until a command that was chosen from the menu waits for its user. */
  void awaitQuestion(String command) {
    awaitState(command, Thread.State.TIMED_WAITING.name());
  }

  private void awaitState(String command, String state) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ask("state", command)).as(command).isEqualTo(state));
  }

  /** The labels of a menu below Plugins. */
  List<String> menu(String name) throws IOException {
    return ask("menu", name).lines().toList();
  }

  /** The titles of all windows that are shown, dialogs included. */
  List<String> windows() throws IOException {
    return ask("windows", "").lines().toList();
  }

  /** The Recorder's text. */
  String recorded() throws IOException {
    return ask("recorded", "");
  }

  /** Writes what is on the screen into {@code target/screenshots}. */
  Path screenshot(String name) throws IOException {
    Path folder = Path.of("target/screenshots").toAbsolutePath();
    Files.createDirectories(folder);
    Path file = folder.resolve(name);
    ask("screenshot", file.toString());
    return file;
  }

  /** Presses keys in a window. */
  void press(String window, String... keys) throws IOException, InterruptedException {
    focus(window);
    screen.press(keys);
  }

  /** Writes into the field of a window that has the keyboard, in place of what is there. */
  void type(String window, String text) throws IOException, InterruptedException {
    focus(window);
    screen.press("ctrl+a");
    screen.type(text);
  }

  /**
   * Waits for a window, and clicks on its edge until it has the keyboard: others that open take it.
   */
  private void focus(String window) throws IOException {
    awaitWindow(window, true);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              if (!ask("focused", "").equals(window)) {
                screen.clickCorner(window);
              }
              assertThat(ask("focused", "")).as("who has the keyboard").isEqualTo(window);
            });
  }

  /** Waits until a window is gone, or has come. */
  void awaitWindow(String title, boolean shown) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(windows().contains(title))
                    .as("%s in %s", title, windows())
                    .isEqualTo(shown));
  }

  /** The rows of a table; none where it is not open. */
  int rows(String table) throws IOException {
    if (!windows().contains(table)) {
      return 0;
    }
    return (int) Double.parseDouble(macro("return '' + Table.size('" + table + "');"));
  }

  /** The lines of a window of text. */
  List<String> lines(String title) throws IOException {
    return macro("selectWindow(" + quoted(title) + "); return getInfo('window.contents');")
        .lines()
        .toList();
  }

  /** A table's lines, headings first, without a column that differs from run to run. */
  List<String> table(String title, String without) throws IOException {
    List<String> lines = lines(title);
    int column = List.of(lines.get(0).split("\t", -1)).indexOf(without);
    return lines.stream()
        .map(
            line -> {
              List<String> cells = new ArrayList<>(List.of(line.split("\t", -1)));
              cells.remove(column);
              return String.join("\t", cells);
            })
        .toList();
  }

  /** What stands in a cell. */
  String text(String table, String column, int row) throws IOException {
    return macro("return '' + Table.getString('" + column + "', " + row + ", '" + table + "');");
  }

  /** The number in a cell, all its digits. */
  double number(String table, String column, int row) throws IOException {
    return Double.parseDouble(
        macro("return d2s(Table.get('" + column + "', " + row + ", '" + table + "'), 9);"));
  }

  /** Closes all images and tables, unasked. */
  void clear() throws IOException {
    macro(
        "close('*'); list = getList('window.titles');"
            + " for (i = 0; i < list.length; i++) { selectWindow(list[i]); run('Close'); }");
  }

  /** Whether a library is loaded, by a part of its file's name. */
  boolean loaded(String library) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"))
        .contains(library);
  }

  /** What it wrote to its streams. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    screen.close();
  }
}
