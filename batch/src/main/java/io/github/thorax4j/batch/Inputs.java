package io.github.thorax4j.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The files that paths stand for, found while they are asked for: files, the files of folders at
 * any depth, sorted by name, and {@code -} for a list of paths on standard input, one a line. Only
 * the names of the folders on the way to the current file are held. Not thread-safe.
 */
public final class Inputs implements Iterator<Input> {

  private final Iterator<String> arguments;
  private final InputStream in;
  private final Optional<Path> leftOut;
  private final Deque<Folder> folders = new ArrayDeque<>();
  private final Deque<Input> found = new ArrayDeque<>();
  private Optional<BufferedReader> list = Optional.empty();

  /**
   * The files of the given paths.
   *
   * @param in read where a path is {@code -}
   * @param leftOut a folder that is not walked into from another one
   */
  public Inputs(List<String> paths, InputStream in, Optional<Path> leftOut) {
    this.arguments = paths.iterator();
    this.in = in;
    this.leftOut = leftOut;
  }

  /** A folder that is being walked: its true path, to notice loops, and what is left of it. */
  private record Folder(Path path, Path real, Iterator<Path> names) {}

  @Override
  public boolean hasNext() {
    while (found.isEmpty()) {
      if (!folders.isEmpty()) {
        step(folders.getLast());
      } else if (list.isPresent()) {
        nextOfList(list.get());
      } else if (arguments.hasNext()) {
        String argument = arguments.next();
        if (argument.equals("-")) {
          list = Optional.of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } else {
          add(argument);
        }
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public Input next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.remove();
  }

  private void nextOfList(BufferedReader reader) {
    try {
      String line = reader.readLine();
      if (line == null) {
        list = Optional.empty();
      } else if (!line.isBlank()) {
        add(line);
      }
    } catch (IOException e) {
      list = Optional.empty();
      found.add(new Input.Unusable("-", "standard input: cannot be read: " + e.getMessage()));
    }
  }

  private void add(String argument) {
    if (argument.isEmpty()) {
      // The empty path is the working folder to Java, and a variable that is not set to a shell.
      found.add(new Input.Unusable("", "the path is empty"));
      return;
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      found.add(new Input.Unusable(argument, argument + ": is no valid path"));
      return;
    }
    if (Files.isDirectory(path)) {
      enter(path);
    } else if (Files.exists(path) && !Files.isRegularFile(path)) {
      found.add(new Input.Unusable(argument, argument + ": is neither a file nor a folder"));
    } else {
      found.add(new Input.File(path, true));
    }
  }

  private void step(Folder folder) {
    if (!folder.names().hasNext()) {
      folders.removeLast();
      return;
    }
    Path child = folder.path().resolve(folder.names().next());
    if (Files.isRegularFile(child)) {
      found.add(new Input.File(child, false));
    } else if (Files.isDirectory(child) && !isLeftOut(child)) {
      enter(child);
    }
  }

  private boolean isLeftOut(Path folder) {
    try {
      return leftOut.isPresent() && Files.isSameFile(folder, leftOut.get());
    } catch (IOException e) {
      return false;
    }
  }

  /** Begins with a folder, unless a link led back to one that is being walked. */
  private void enter(Path path) {
    try {
      Path real = path.toRealPath();
      if (folders.stream().anyMatch(f -> f.real().equals(real))) {
        return;
      }
      folders.addLast(new Folder(path, real, names(path)));
    } catch (AccessDeniedException e) {
      found.add(new Input.Unusable(path.toString(), path + ": may not be read"));
    } catch (IOException e) {
      found.add(new Input.Unusable(path.toString(), path + ": cannot be read: " + e.getMessage()));
    }
  }

  /** Sorted names, as paths: a path holds a name that the locale cannot show. */
  private static Iterator<Path> names(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        names.add(child.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names.iterator();
  }
}
