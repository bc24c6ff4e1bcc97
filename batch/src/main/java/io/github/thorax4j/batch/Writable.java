package io.github.thorax4j.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before long work, not after it, that its result could not be written. */
public final class Writable {

  private Writable() {}

  /**
   * Checks that a file can be written, or replaced if it is there.
   *
   * @throws IOException if not; the message is one sentence that names it and the cause
   */
  public static void checkFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !takesFiles(folder)) {
      throw new IOException(file + ": there is no folder " + folder + " that can be written to");
    }
  }

  /**
   * Makes a folder if it is not there, and checks that files can be written to it.
   *
   * @throws IOException if not; the message is one sentence that names it
   */
  public static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(folder + ": the folder cannot be made", e);
    }
    if (!takesFiles(folder)) {
      throw new IOException(folder + ": the folder cannot be written to");
    }
  }

  /** Tries it: rights alone do not tell, of file systems that take no files for example. */
  private static boolean takesFiles(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, ".thorax4j", ".part"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
