package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import io.github.thorax4j.ThoraxException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Optional;

/**
 * A menu command. First it is set up, from a macro's options or a dialog, then it runs: what it is
 * told in either way is the same.
 *
 * @param <O> its options
 */
abstract class Command<O> implements PlugIn {

  private final String name;

  /**
   * A command.
   *
   * @param name as in the menu
   */
  Command(String name) {
    this.name = name;
  }

  /** The options as a macro gives them. */
  abstract O options(MacroOptions macro) throws IOException;

  /** The options as the user gives them, the Recorder told; empty if the user cancels. */
  abstract Optional<O> dialog() throws IOException;

  /** Does it. */
  abstract void run(O options) throws IOException, InterruptedException;

  @Override
  public final void run(String argument) {
    try (PluginClassLoading scope = PluginClassLoading.begin()) {
      PlugIn first = PluginClassLoading.firstLoaded(this);
      if (first != this) {
        first.run(argument);
        return;
      }
      Optional<O> options = setUp(argument);
      if (options.isPresent()) {
        IJ.resetEscape();
        run(options.get());
      }
    } catch (IOException | ThoraxException | IllegalArgumentException e) {
      IJ.error(name, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      IJ.showProgress(1.0);
    }
  }

  private Optional<O> setUp(String argument) throws IOException {
    // ImageJ has no menu without a screen, and run("...") fails there: IJ.runPlugIn(class, options)
    // is left.
    Optional<MacroOptions> macro =
        argument.isEmpty() ? MacroOptions.current() : Optional.of(MacroOptions.of(argument));
    return macro.isPresent() ? Optional.of(options(macro.get())) : dialog();
  }

  /**
   * The image that is in front, or that a script hands to this command.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ImagePlus activeImage() {
    return Optional.ofNullable(WindowManager.getCurrentImage())
        .orElseThrow(() -> new IllegalArgumentException("There are no images open."));
  }

  /** Whether windows can be shown: there is a screen, and an ImageJ on it. */
  static boolean hasWindows() {
    return !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
  }
}
