package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only the bridge's user may read, where the file system knows users. */
final class PrivateFiles {

  private PrivateFiles() {}

  /**
   * Makes a folder and those above it; one that is there stays as it is.
   *
   * @throws IOException if it cannot be made; one sentence says which
   */
  static Path folder(Path folder) throws IOException {
    try {
      return Files.createDirectories(folder, only(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + ": is a file, not a folder", e);
    } catch (IOException e) {
      throw new IOException(folder + ": the folder cannot be made", e);
    }
  }

  /** Makes an empty file; one that is there stays as it is. */
  static void file(Path file) throws IOException {
    try {
      Files.createFile(file, only(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // Whoever made it has said who may read it.
    } catch (IOException e) {
      throw new IOException(file + ": the file cannot be made", e);
    }
  }

  private static FileAttribute<?>[] only(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
