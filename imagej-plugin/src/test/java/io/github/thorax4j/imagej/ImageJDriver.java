package io.github.thorax4j.imagej;

import ij.ImageJ;
import ij.Menus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import java.awt.AWTException;
import java.awt.GraphicsEnvironment;
import java.awt.KeyboardFocusManager;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * What {@link ImageJProcess} starts: ImageJ, and a socket that takes a macro for each connection
 * and answers with what it returns. It knows ImageJ alone; the plugin is loaded by ImageJ.
 */
public final class ImageJDriver {

  private ImageJDriver() {}

  /** Starts ImageJ as its users do, and says on standard output which port is listened to. */
  public static void main(String[] arguments) throws IOException {
    ImageJ.main(new String[] {"-port0"});
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.out.println(ImageJProcess.PORT + server.getLocalPort());
      while (true) {
        Socket socket = server.accept();
        new Thread(() -> answer(socket), "driver").start();
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      out.writeUTF(answer(in.readUTF(), in.readUTF()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only macros go through ImageJ's interpreter, which forgets an Escape that was pressed. */
  private static String answer(String request, String text) throws IOException {
    return switch (request) {
      case "macro" -> run(text);
      case "menu" -> menu(text);
      case "windows" -> windows();
      case "focused" -> focused();
      case "state" -> state(text);
      case "recorded" -> ((Recorder) WindowManager.getWindow("Recorder")).getText();
      case "screenshot" -> screenshot(text);
      default -> ImageJProcess.ERROR + request;
    };
  }

  private static String run(String macro) {
    Interpreter interpreter = new Interpreter();
    // A window that says what is wrong would wait for a user.
    interpreter.setIgnoreErrors(true);
    String answer = interpreter.run(macro, "");
    return interpreter.wasError()
        ? ImageJProcess.ERROR + interpreter.getErrorMessage()
        : Objects.requireNonNullElse(answer, "");
  }

  /** The labels of a menu below Plugins, a line each. */
  private static String menu(String name) {
    MenuBar bar = Menus.getMenuBar();
    Menu plugins =
        IntStream.range(0, bar.getMenuCount())
            .mapToObj(bar::getMenu)
            .filter(m -> m.getLabel().equals("Plugins"))
            .findFirst()
            .orElseThrow();
    return IntStream.range(0, plugins.getItemCount())
        .mapToObj(plugins::getItem)
        .filter(item -> item instanceof Menu && item.getLabel().equals(name))
        .map(Menu.class::cast)
        .flatMap(m -> IntStream.range(0, m.getItemCount()).mapToObj(i -> m.getItem(i).getLabel()))
        .collect(Collectors.joining("\n"));
  }

  /** The titles of all windows that are shown, dialogs included, a line each. */
  private static String windows() {
    return Arrays.stream(Window.getWindows())
        .filter(Window::isShowing)
        .map(ImageJDriver::title)
        .collect(Collectors.joining("\n"));
  }

  private static String title(Window window) {
    return window instanceof java.awt.Frame frame
        ? frame.getTitle()
        : window instanceof java.awt.Dialog dialog ? dialog.getTitle() : "";
  }

  /** The title of the window that gets the keys. */
  private static String focused() {
    Window window = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow();
    return window == null ? "" : title(window);
  }

  /** The state of the thread that executes a menu command and is named after it; empty if none. */
  private static String state(String command) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(command))
        .map(thread -> thread.getState().name())
        .findFirst()
        .orElse("");
  }

  /** Writes what is on the screen. */
  private static String screenshot(String file) throws IOException {
    Rectangle screen =
        GraphicsEnvironment.getLocalGraphicsEnvironment()
            .getDefaultScreenDevice()
            .getDefaultConfiguration()
            .getBounds();
    try {
      ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(file));
    } catch (AWTException e) {
      throw new IOException(e);
    }
    return "";
  }
}
