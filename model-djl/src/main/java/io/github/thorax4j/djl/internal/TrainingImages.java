package io.github.thorax4j.djl.internal;

import io.github.thorax4j.Finding;
import io.github.thorax4j.LabelledImage;
import io.github.thorax4j.LabelledImages;
import io.github.thorax4j.Monitor;
import io.github.thorax4j.Radiograph;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Labelled images, decoded once: squares of unsigned bytes. Byte-identical copies of a file are
 * kept once, images that are no frontal chest radiographs not at all. Immutable.
 */
public final class TrainingImages {

  /** An image that is kept. */
  private static final class Item {
    private final byte[] pixels;
    private final LabelledImage source;
    private final String digest;

    Item(byte[] pixels, LabelledImage source, String digest) {
      this.pixels = pixels;
      this.source = source;
      this.digest = digest;
    }

    Finding label() {
      return source.label();
    }

    String patient() {
      return source.patient();
    }
  }

  private final int side;
  private final List<Item> items;
  private final int duplicates;
  private final int declined;

  private TrainingImages(int side, List<Item> items, int duplicates, int declined) {
    this.side = side;
    this.items = List.copyOf(items);
    this.duplicates = duplicates;
    this.declined = declined;
  }

  /**
   * Reads images.
   *
   * @param side pixels a side, whatever the image's own aspect ratio
   * @param threads how many read at once
   * @throws IOException if an image cannot be read, or is there twice with different labels; the
   *     message names the file and the cause
   */
  public static TrainingImages read(LabelledImages source, int side, int threads, Monitor monitor)
      throws IOException {
    RadiographReader reader = RadiographReader.open();
    List<Item> items = new ArrayList<>();
    Map<String, LabelledImage> seen = new HashMap<>();
    int duplicates = 0;
    int declined = 0;
    ExecutorService workers = Executors.newFixedThreadPool(threads, daemon("thorax4j-read"));
    try {
      List<Future<List<Item>>> pending = new ArrayList<>();
      for (LabelledImage image : source.images()) {
        Callable<List<Item>> task = () -> decode(reader, image, side);
        pending.add(workers.submit(task));
      }
      long done = 0;
      for (Future<List<Item>> future : pending) {
        List<Item> read = await(future);
        if (read.isEmpty()) {
          declined++;
        } else if (isCopy(read.get(0), seen)) {
          duplicates++;
        } else {
          items.addAll(read);
        }
        monitor.progress("reading images", ++done, pending.size());
        if (monitor.cancelled()) {
          break;
        }
      }
    } finally {
      workers.shutdownNow();
    }
    return new TrainingImages(side, items, duplicates, declined);
  }

  private static boolean isCopy(Item item, Map<String, LabelledImage> seen) throws IOException {
    LabelledImage first = seen.putIfAbsent(item.digest, item.source);
    if (first == null) {
      return false;
    }
    if (first.label() != item.label()) {
      throw new IOException(
          item.source.file()
              + ": is the same image as "
              + first.file()
              + " but labelled "
              + item.label()
              + " and not "
              + first.label());
    }
    return true;
  }

  private static List<Item> decode(RadiographReader reader, LabelledImage image, int side)
      throws IOException {
    Reading reading = reader.read(image.file());
    if (!(reading instanceof Reading.Film film)) {
      return List.of();
    }
    Radiograph small = film.radiograph().resize(side, side);
    float[] values = small.pixels();
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) Math.round(values[i] * 255);
    }
    String digest = HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(image.file())));
    return List.of(new Item(pixels, image, digest));
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading images", e);
    }
  }

  static java.util.concurrent.ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Some of the images, by number, in the given order. */
  public TrainingImages subset(List<Integer> indices) {
    return new TrainingImages(side, indices.stream().map(items::get).toList(), 0, 0);
  }

  /** The files that are kept, with their labels. */
  LabelledImages sources() {
    return new LabelledImages(items.stream().map(item -> item.source).toList());
  }

  /** Pixels a side. */
  public int side() {
    return side;
  }

  /** How many images are kept. */
  public int size() {
    return items.size();
  }

  /** The label of an image. */
  public Finding label(int index) {
    return items.get(index).label();
  }

  /** The pixels of an image, row by row, unsigned; not to be written to. */
  byte[] shared(int index) {
    return items.get(index).pixels;
  }

  /** The pixels of an image, row by row, unsigned; a copy. */
  public byte[] pixels(int index) {
    return items.get(index).pixels.clone();
  }

  /** How many byte-identical copies were left out. */
  public int duplicates() {
    return duplicates;
  }

  /** How many images were left out because they are no frontal chest radiographs. */
  public int declined() {
    return declined;
  }

  /** How many images have the label. */
  public int count(Finding label) {
    return (int) items.stream().filter(i -> i.label() == label).count();
  }

  /** SHA-256 over the files' digests and labels in sorted order, in lower-case hexadecimal. */
  public String digest() {
    MessageDigest sha256 = sha256();
    items.stream()
        .map(i -> i.digest + " " + i.label().label() + "\n")
        .sorted()
        .forEach(line -> sha256.update(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(sha256.digest());
  }

  /**
   * Two sets of images.
   *
   * @param training to train on
   * @param heldOut set aside
   */
  record Split(TrainingImages training, TrainingImages heldOut) {}

  /**
   * Sets a part of the patients aside, of each label alike. A patient with images of both labels
   * counts by the first.
   *
   * @param part in [0, 1)
   * @throws IllegalArgumentException if a label would be missing on either side
   */
  Split holdOut(double part, long seed) {
    if (part == 0) {
      return new Split(this, new TrainingImages(side, List.of(), 0, 0));
    }
    TreeMap<String, Finding> patients = new TreeMap<>();
    items.forEach(i -> patients.putIfAbsent(i.patient(), i.label()));
    TreeSet<String> aside = new TreeSet<>();
    for (Finding label : Finding.values()) {
      List<String> ofLabel =
          new ArrayList<>(
              patients.keySet().stream().filter(p -> patients.get(p) == label).toList());
      if (ofLabel.size() < 2) {
        throw new IllegalArgumentException(
            "a part can only be held out of at least two patients of each label, there "
                + (ofLabel.size() == 1 ? "is one" : "are none")
                + " labelled "
                + label);
      }
      shuffle(ofLabel, new SplittableRandom(seed ^ label.target()));
      int count = (int) Math.round(part * ofLabel.size());
      aside.addAll(ofLabel.subList(0, Math.min(ofLabel.size() - 1, Math.max(1, count))));
    }
    List<Item> training = new ArrayList<>();
    List<Item> heldOut = new ArrayList<>();
    items.forEach(i -> (aside.contains(i.patient()) ? heldOut : training).add(i));
    return new Split(
        new TrainingImages(side, training, duplicates, declined),
        new TrainingImages(side, heldOut, 0, 0));
  }

  /** Fisher and Yates' shuffle: the same order for the same seed in every version of Java. */
  static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      java.util.Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
