package io.github.thorax4j.imagej;

import ij.IJ;
import ij.Menus;
import java.awt.HeadlessException;
import java.util.Hashtable;

/**
 * The commands that tests run by name. ImageJ as it is published lists its commands while it makes
 * its menu, for which it needs a screen; Fiji is patched to do without.
 */
final class HeadlessCommands {

  private HeadlessCommands() {}

  /** Makes them known to this ImageJ. */
  static void install() {
    if (Menus.getCommands() == null) {
      try {
        IJ.run("any", "");
      } catch (HeadlessException e) {
        // The list is there now.
      }
    }
    @SuppressWarnings("unchecked")
    Hashtable<String, String> commands = Menus.getCommands();
    commands.put("Classify Radiograph", ClassifyRadiograph.class.getName());
    commands.put("Heat Map...", ShowHeatMap.class.getName());
    commands.put("Thorax4J Macro Functions", MacroFunctions.class.getName());
  }
}
