package io.github.thorax4j.imagej;

import io.github.thorax4j.batch.CsvRows;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Writable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Results written as {@code thorax4j classify --csv} does, each line as soon as it is known, so
 * that nothing is lost if the process ends. A table of results that is there is replaced with the
 * first result, anything else is not. Not thread-safe.
 */
final class ResultsCsv implements AutoCloseable {

  private final Path file;
  private Optional<FileChannel> out = Optional.empty();

  private ResultsCsv(Path file) {
    this.file = file;
  }

  /**
   * A table that begins with its first result.
   *
   * @throws IOException if it cannot be written, or a file is there that is no table of results;
   *     the message names it and the cause
   */
  static ResultsCsv at(Path file) throws IOException {
    Writable.checkFile(file);
    if (Files.exists(file) && !isReplaceable(file)) {
      throw new IOException(file + ": is there already, and is no table of results to be replaced");
    }
    return new ResultsCsv(file);
  }

  private static boolean isReplaceable(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return true;
    }
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String first = reader.readLine();
      return first == null || first.equals(CsvRows.HEADER);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Adds a result; a file that was skipped is none.
   *
   * @throws IOException if it cannot be written; the message names the table and the cause
   */
  void add(FileResult result) throws IOException {
    if (result instanceof FileResult.Answered answered) {
      line(CsvRows.answered(answered));
    } else if (result instanceof FileResult.Failed failed) {
      line(CsvRows.failed(failed));
    }
  }

  private void line(String line) throws IOException {
    try {
      if (out.isEmpty()) {
        out = Optional.of(begin());
      }
      write(out.get(), line);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private FileChannel begin() throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (Files.isRegularFile(file)) {
        lock(channel);
        channel.truncate(0);
      }
      write(channel, CsvRows.HEADER);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Another run in this ImageJ: said below.
    }
    throw new IOException("another run is writing it");
  }

  private static void write(FileChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    if (out.isPresent()) {
      out.get().close();
    }
  }
}
