package io.github.thorax4j.imagej;

import ij.IJ;
import ij.Macro;
import ij.macro.ExtensionDescriptor;
import ij.macro.Functions;
import ij.macro.MacroExtension;
import ij.plugin.PlugIn;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.ThoraxException;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/**
 * Functions for the macro language, after {@code run("Thorax4J Macro Functions");}:
 *
 * <ul>
 *   <li>{@code Ext.thoraxClassify(path, probability)}: of a file, with Thorax4J's own reader; NaN
 *       if it is declined
 *   <li>{@code Ext.thoraxClassifyImage(probability)}: of the active image's current slice
 *   <li>{@code Ext.thoraxFinding(path, finding)}: {@code normal}, {@code pneumonia}, or {@code
 *       declined} and why
 * </ul>
 *
 * What cannot be read ends the macro with one sentence. Research software, not for diagnosis.
 */
public final class MacroFunctions implements PlugIn, MacroExtension {

  private static final String TITLE = "Thorax4J Macro Functions";
  private static final String CLASSIFY = "thoraxClassify";
  private static final String CLASSIFY_IMAGE = "thoraxClassifyImage";
  private static final String FINDING = "thoraxFinding";

  /** A command. */
  public MacroFunctions() {}

  @Override
  public void run(String argument) {
    if (!IJ.isMacro()) {
      IJ.error(TITLE, "This command is for macros: it gives them the functions Ext.thorax...");
      return;
    }
    try {
      Functions.registerExtensions((MacroExtension) PluginClassLoading.firstLoaded(this));
    } catch (ThoraxException e) {
      IJ.error(TITLE, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ExtensionDescriptor[] getExtensionFunctions() {
    return new ExtensionDescriptor[] {
      ExtensionDescriptor.newDescriptor(CLASSIFY, this, ARG_STRING, ARG_NUMBER | ARG_OUTPUT),
      ExtensionDescriptor.newDescriptor(CLASSIFY_IMAGE, this, ARG_NUMBER | ARG_OUTPUT),
      ExtensionDescriptor.newDescriptor(FINDING, this, ARG_STRING, ARG_STRING | ARG_OUTPUT)
    };
  }

  @Override
  public String handleExtension(String name, Object[] arguments) {
    try {
      switch (name) {
        case CLASSIFY ->
            ((Double[]) arguments[1])[0] = probability(Thorax4J.classify((String) arguments[0]));
        case CLASSIFY_IMAGE ->
            ((Double[]) arguments[0])[0] = probability(Thorax4J.classify(Command.activeImage()));
        case FINDING ->
            ((String[]) arguments[1])[0] = finding(Thorax4J.classify((String) arguments[0]));
        default -> throw new IllegalArgumentException("no function " + name);
      }
      return "";
    } catch (IOException | ThoraxException | IllegalArgumentException e) {
      IJ.error(TITLE, String.valueOf(e.getMessage()));
      // What ImageJ's interpreter ends a macro by, without another word.
      throw new CancellationException(Macro.MACRO_CANCELED);
    }
  }

  private static double probability(Outcome outcome) {
    return outcome instanceof Outcome.Assessed assessed ? assessed.probability() : Double.NaN;
  }

  private static String finding(Outcome outcome) {
    return outcome instanceof Outcome.Declined declined
        ? "declined: " + declined.detail()
        : ((Outcome.Assessed) outcome).finding().label();
  }
}
