package io.github.thorax4j.imagej;

import ij.gui.GenericDialog;
import ij.io.OpenDialog;
import java.awt.TextField;

/** The field of a dialog that takes labelled images: a folder, or a table of them. */
final class DataField {

  private DataField() {}

  /**
   * Adds the field, whose key in a macro is {@code data}.
   *
   * @param last what it held the last time
   */
  static void add(GenericDialog dialog, String last) {
    dialog.addMessage("A folder with NORMAL and PNEUMONIA folders, or a labels CSV:");
    dialog.addDirectoryField("Data", "");
    if (dialog.getStringFields().lastElement() instanceof TextField field) {
      field.setText(last);
      dialog.addButton(
          "Choose a labels CSV...",
          event -> {
            OpenDialog table = new OpenDialog("Labels CSV", null);
            if (table.getFileName() != null) {
              field.setText(table.getPath());
            }
          });
    }
  }
}
