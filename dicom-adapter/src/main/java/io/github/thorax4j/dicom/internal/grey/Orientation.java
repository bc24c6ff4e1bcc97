package io.github.thorax4j.dicom.internal.grey;

import io.github.thorax4j.Radiograph;
import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.StoredPixels;
import io.github.thorax4j.dicom.Tag;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a frontal film is turned until it hangs as films do: rows run to the patient's left, columns
 * to the feet. Patient Orientation says where they run in the file (PS3.3 section C.7.6.1.1.1); of
 * directions in between, such as LF, the first letter counts.
 *
 * @param rows where stored rows run: L, R, H or F
 * @param columns where stored columns run: H or F if rows run to L or R, else L or R
 */
public record Orientation(char rows, char columns) {

  /** Directions of bipeds that begin with left, right, head or foot. */
  private static final Pattern CLEAR = Pattern.compile("[LRHF][LRHFAP]{0,2}");

  /** How films hang. */
  static final Orientation UPRIGHT = new Orientation('L', 'F');

  /** The orientation of a header; empty if it says nothing, or nothing clear of a frontal film. */
  public static Optional<Orientation> of(Attributes attributes) {
    List<String> values = attributes.strings(Tag.PATIENT_ORIENTATION);
    if (values.size() != 2 || !values.stream().allMatch(v -> CLEAR.matcher(v).matches())) {
      return Optional.empty();
    }
    Orientation stored = new Orientation(values.get(0).charAt(0), values.get(1).charAt(0));
    return isSideways(stored.rows) == isSideways(stored.columns)
        ? Optional.empty()
        : Optional.of(stored);
  }

  private static boolean isSideways(char direction) {
    return direction == 'L' || direction == 'R';
  }

  /** Whether rows become columns. */
  public boolean transposed() {
    return !isSideways(rows);
  }

  /** What is done; empty if nothing. */
  Optional<String> step() {
    return equals(UPRIGHT)
        ? Optional.empty()
        : Optional.of("orient: " + turn() + " (PatientOrientation " + rows + "\\" + columns + ")");
  }

  private String turn() {
    return switch ("" + rows + columns) {
      case "RF" -> "mirror left to right";
      case "LH" -> "mirror top to bottom";
      case "RH" -> "rotate by 180 degrees";
      case "FR" -> "rotate by 90 degrees clockwise";
      case "HL" -> "rotate by 90 degrees counterclockwise";
      case "FL" -> "mirror at the diagonal";
      default -> "mirror at the other diagonal";
    };
  }

  int width(StoredPixels pixels) {
    return transposed() ? pixels.rows() : pixels.columns();
  }

  int height(StoredPixels pixels) {
    return transposed() ? pixels.columns() : pixels.rows();
  }

  /** The cells as they are turned; a view, for they are many. */
  Radiograph.Codes turned(StoredPixels pixels) {
    return equals(UPRIGHT) ? pixels : new Turned(this, pixels);
  }

  private record Turned(Orientation from, StoredPixels pixels) implements Radiograph.Codes {

    /** Whether turned rows run against those, or the columns, that they are read from. */
    private boolean againstRows() {
      return from.rows == 'R' || from.columns == 'R';
    }

    private boolean againstColumns() {
      return from.rows == 'H' || from.columns == 'H';
    }

    @Override
    public int cell(int x, int y) {
      int across = againstRows() ? from.width(pixels) - 1 - x : x;
      int down = againstColumns() ? from.height(pixels) - 1 - y : y;
      return from.transposed() ? pixels.cell(down, across) : pixels.cell(across, down);
    }

    @Override
    public void copyRow(int y, short[] row) {
      int down = againstColumns() ? from.height(pixels) - 1 - y : y;
      if (from.transposed()) {
        pixels.copyColumn(down, row);
      } else {
        pixels.copyRow(down, row);
      }
      if (againstRows()) {
        reverse(row, from.width(pixels));
      }
    }

    private static void reverse(short[] row, int width) {
      for (int low = 0, high = width - 1; low < high; low++, high--) {
        short cell = row[low];
        row[low] = row[high];
        row[high] = cell;
      }
    }
  }
}
