package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import io.github.thorax4j.RadiographReader;
import io.github.thorax4j.batch.Disclaimer;
import io.github.thorax4j.batch.FileClassifier;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Input;
import io.github.thorax4j.batch.Inputs;
import io.github.thorax4j.batch.OrderedWorkers;
import io.github.thorax4j.batch.PngFile;
import io.github.thorax4j.batch.Tally;
import io.github.thorax4j.batch.TopResults;
import io.github.thorax4j.batch.Writable;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * <i>Classify Folder...</i>: classifies the DICOM, PNG, JPEG and TIFF files of a folder at any
 * depth, as {@code thorax4j classify} reads them. In a macro:
 *
 * <pre>run("Classify Folder...", "folder=[/in] csv=[/out.csv] montage=9 image=[/top.png]");</pre>
 *
 * Only {@code folder} is needed. A {@code csv} that is there is replaced if it is a table of
 * results, and an {@code image} if it is a PNG; the dialog asks first. {@code montage} is how many
 * of the highest probabilities are shown with heat maps, and {@code image} a PNG file to keep that
 * picture in.
 */
public final class ClassifyFolder extends Command<ClassifyFolder.Options> {

  private static final String NAME = "Classify Folder";
  private static final String LAST_FOLDER = "thorax4j.folder";
  private static final int MONTAGE = 9;
  private static final int LARGEST_MONTAGE = 100;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final long SHOW_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** For ImageJ. */
  public ClassifyFolder() {
    super(NAME);
  }

  /**
   * What to do.
   *
   * @param folder where the images are
   * @param csv where to write the results
   * @param montage how many images to show, 0 for none
   * @param image where to write what is shown
   */
  record Options(Optional<Path> folder, Optional<Path> csv, int montage, Optional<Path> image) {}

  @Override
  Options options(MacroOptions macro) {
    macro.checked("folder", "csv", "montage", "image");
    return new Options(
        MacroOptions.path(macro.text("folder", "")),
        MacroOptions.path(macro.text("csv", "")),
        (int) macro.whole("montage", MONTAGE, 0, LARGEST_MONTAGE),
        MacroOptions.path(macro.text("image", "")));
  }

  @Override
  Optional<Options> dialog() {
    GenericDialog dialog = new GenericDialog(NAME);
    dialog.addDirectoryField("Folder", Prefs.get(LAST_FOLDER, ""));
    dialog.addFileField("CSV file (optional)", "");
    dialog.addNumericField("Montage of the highest", MONTAGE, 0);
    dialog.addFileField("Image of the montage (optional)", "");
    dialog.addMessage(Disclaimer.TEXT);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    Optional<Path> folder = MacroOptions.path(dialog.getNextString());
    Optional<Path> csv = MacroOptions.path(dialog.getNextString());
    double montage = dialog.getNextNumber();
    Optional<Path> image = MacroOptions.path(dialog.getNextString());
    if (montage != (int) montage || montage < 0 || montage > LARGEST_MONTAGE) {
      throw new IllegalArgumentException(
          "the montage is of 0 to " + LARGEST_MONTAGE + " images, a whole number");
    }
    if (!mayReplace(csv) || !mayReplace(image)) {
      return Optional.empty();
    }
    folder.ifPresent(path -> Prefs.set(LAST_FOLDER, path.toString()));
    return Optional.of(new Options(folder, csv, (int) montage, image));
  }

  private static boolean mayReplace(Optional<Path> file) {
    return file.isEmpty()
        || !Files.isRegularFile(file.get())
        || IJ.showMessageWithCancel(NAME, "Replace " + file.get() + "?");
  }

  @Override
  void run(Options options) throws IOException, InterruptedException {
    Path folder = check(options);
    try (ClassifierSession.Use model = ClassifierSession.get().use()) {
      RadiographReader reader = RadiographReader.open();
      StatusMonitor monitor = new StatusMonitor();
      long total = count(folder, monitor);
      TopResults top = new TopResults(options.montage());
      Work work = new Work(folder, total, top, monitor);
      if (options.csv().isPresent()) {
        try (ResultsCsv csv = ResultsCsv.at(options.csv().get())) {
          work.run(files(model, reader), csv::add);
        }
      } else {
        work.run(files(model, reader), result -> {});
      }
      if (!monitor.cancelled()) {
        showTop(options, new Montage(model, reader), top.results(), monitor);
      }
      String summary = work.summary();
      IJ.log(summary + '\n' + Disclaimer.TEXT);
      IJ.showStatus(summary);
    }
  }

  private static FileClassifier files(ClassifierSession.Use model, RadiographReader reader) {
    return new FileClassifier(model.classifier(), reader, model.chosenThreshold(), failure -> {});
  }

  /** What can be said before any work is done. */
  private static Path check(Options options) throws IOException {
    if (options.folder().isEmpty()) {
      throw new IllegalArgumentException("choose the folder that is to be classified");
    }
    Path folder = options.folder().get();
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          folder + (Files.exists(folder) ? ": is no folder" : ": no such folder"));
    }
    if (options.csv().isPresent()) {
      ResultsCsv.at(options.csv().get()).close();
    }
    if (options.image().isPresent()) {
      checkImage(options.image().get(), folder);
    }
    return folder;
  }

  private static void checkImage(Path image, Path folder) throws IOException {
    Writable.checkFile(image);
    if (real(image).startsWith(folder.toRealPath())) {
      throw new IOException(
          image + ": lies in the folder that is classified, where it would be taken for a film");
    }
    if (Files.isRegularFile(image) && Files.size(image) > 0 && !isPng(image)) {
      throw new IOException(image + ": is there already, and is no PNG picture to be replaced");
    }
  }

  private static Path real(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent.toRealPath().resolve(file.getFileName());
  }

  private static boolean isPng(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(PNG.length), PNG);
    }
  }

  private static Inputs inputs(Path folder) {
    return new Inputs(List.of(folder.toString()), InputStream.nullInputStream(), Optional.empty());
  }

  private static long count(Path folder, StatusMonitor monitor) throws IOException {
    long count = 0;
    for (Inputs inputs = inputs(folder); inputs.hasNext() && !monitor.cancelled(); inputs.next()) {
      if (count % 1000 == 0) {
        monitor.progress("looking for files", count, 0);
      }
      count++;
    }
    if (count == 0 && !monitor.cancelled()) {
      throw new IOException(folder + ": there is no file in it");
    }
    return count;
  }

  private static void showTop(
      Options options, Montage montage, List<FileResult.Answered> top, StatusMonitor monitor)
      throws IOException {
    boolean seen = !GraphicsEnvironment.isHeadless() || options.image().isPresent();
    if (top.isEmpty() || !seen) {
      return;
    }
    BufferedImage picture = montage.draw(top, monitor);
    if (options.image().isPresent()) {
      PngFile.write(picture, options.image().get());
    }
    if (!GraphicsEnvironment.isHeadless()) {
      new ImagePlus("Highest probabilities", picture).show();
    }
  }

  /** One pass over the files. */
  private static final class Work {

    private final Path folder;
    private final long total;
    private final TopResults top;
    private final StatusMonitor monitor;
    private final ResultRows rows = ResultRows.open();
    private final Tally tally = new Tally();
    private long done;
    private long lastShown = System.nanoTime();

    Work(Path folder, long total, TopResults top, StatusMonitor monitor) {
      this.folder = folder;
      this.total = total;
      this.top = top;
      this.monitor = monitor;
    }

    /** Classifies until all is done or cancelled; what is done is shown in any case. */
    void run(FileClassifier files, OrderedWorkers.Sink<FileResult> csv)
        throws IOException, InterruptedException {
      Inputs inputs = inputs(folder);
      Iterator<Input> wanted =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return !monitor.cancelled() && inputs.hasNext();
            }

            @Override
            public Input next() {
              return inputs.next();
            }
          };
      monitor.progress("classifying", 0, total);
      try {
        new OrderedWorkers(Prefs.getThreads())
            .<Input, Optional<FileResult>>run(
                wanted,
                // Those that wait for a thread when the user cancels are not begun any more.
                input ->
                    monitor.cancelled()
                        ? Optional.empty()
                        : Optional.of(files.classify(input, Optional.empty())),
                result -> {
                  if (result.isPresent()) {
                    take(result.get());
                    csv.take(result.get());
                  }
                });
      } finally {
        if (!tally.nothing()) {
          rows.show();
        }
      }
      if (tally.nothing() && !monitor.cancelled()) {
        throw new IOException(folder + ": there is no image in it");
      }
    }

    private void take(FileResult result) {
      done++;
      tally.count(result);
      if (result instanceof FileResult.Answered answered) {
        top.offer(answered);
        rows.add(answered.file(), answered.outcome(), answered.millis());
      } else if (result instanceof FileResult.Failed failed) {
        rows.addFailure(failed.file(), failed.cause(), failed.millis());
      }
      if (System.nanoTime() - lastShown > SHOW_EVERY_NANOS) {
        monitor.progress("classifying", done, total);
        rows.showMore();
        lastShown = System.nanoTime();
      }
    }

    String summary() {
      String stopped =
          monitor.cancelled() ? ", stopped after " + done + " of " + total + " files" : "";
      String skipped =
          tally.skipped() == 0 ? "" : ", " + tally.skipped() + " no image and left out";
      return "Thorax4J: " + tally.sentence() + skipped + stopped + ".";
    }
  }
}
