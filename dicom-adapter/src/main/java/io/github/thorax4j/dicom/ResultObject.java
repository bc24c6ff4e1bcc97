package io.github.thorax4j.dicom;

import io.github.thorax4j.dicom.internal.Part10Writer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/**
 * A DICOM object that says what came of a film, made by {@link ResultObjects}. Immutable and
 * thread-safe.
 */
public final class ResultObject {

  private final String sopClass;
  private final String sopInstance;
  private final Attributes attributes;

  ResultObject(String sopClass, String sopInstance, Attributes attributes) {
    this.sopClass = Objects.requireNonNull(sopClass, "sopClass");
    this.sopInstance = Objects.requireNonNull(sopInstance, "sopInstance");
    this.attributes = Objects.requireNonNull(attributes, "attributes");
  }

  /** SOP Class UID. */
  public String sopClass() {
    return sopClass;
  }

  /** SOP Instance UID. */
  public String sopInstance() {
    return sopInstance;
  }

  /** The data set, with pixel data if it is an image. */
  public Attributes attributes() {
    return attributes;
  }

  /**
   * The object as a file (PS3.10) in explicit VR little endian, with a preamble of zeros. Equal
   * objects give equal bytes.
   */
  public byte[] toBytes() {
    return Part10Writer.encode(attributes);
  }

  /**
   * Writes the object to a file, replacing one that is there only once the new one is complete.
   *
   * @param file the caller's choice; no name is ever made of what an object says
   * @throws IOException if it cannot be written; the message names the file and the cause
   */
  public void writeTo(Path file) throws IOException {
    try {
      replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath());
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new IOException(
          file + ": cannot be written: its folder is missing or may not be written to", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void replace(Path target) throws IOException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("there is something that is no file");
    }
    Path part = target.resolveSibling(".thorax4j-" + UUID.randomUUID() + ".part");
    try {
      Files.write(part, toBytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The UIDs; nothing that identifies a patient. */
  @Override
  public String toString() {
    return "ResultObject[" + sopClass + ", " + sopInstance + "]";
  }
}
