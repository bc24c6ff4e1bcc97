package io.github.thorax4j.orthanc;

import io.github.thorax4j.orthanc.Film.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks Orthanc whose the films of a page are, and whether they are there still. What it does not
 * say soon is not waited for; nothing is kept. Thread-safe.
 */
final class StudyQuery implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 2;
  private static final int MOST_FILMS = 100;
  private static final int THREADS = 6;

  private final OrthancClient orthanc;
  private final FilmStore films;
  private final Semaphore asking;
  private final ExecutorService threads;

  /**
   * A query.
   *
   * @param asking whoever asks has one of these; without one nothing is asked
   */
  StudyQuery(OrthancClient orthanc, FilmStore films, Semaphore asking) {
    this.orthanc = orthanc;
    this.films = films;
    this.asking = asking;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "study-query");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What was answered in time.
   *
   * @param facts those of the films' studies, by film
   * @param gone the films that are not in Orthanc any more; that is noted already
   */
  record Answers(Map<String, StudyFacts> facts, Set<String> gone) {

    /** Copies what it is given. */
    Answers {
      facts = Map.copyOf(facts);
      gone = Set.copyOf(gone);
    }

    StudyFacts of(Film film) {
      return facts.getOrDefault(film.instance(), StudyFacts.UNKNOWN);
    }

    boolean isThere(Film film) {
      return !gone.contains(film.instance());
    }
  }

  /** Asks about films, those excepted that are known to be gone. */
  Answers ask(List<Film> wanted) throws IOException {
    List<Film> asked =
        wanted.stream().filter(film -> film.state() != State.GONE).limit(MOST_FILMS).toList();
    if (asked.isEmpty() || !asking.tryAcquire()) {
      return new Answers(Map.of(), Set.of());
    }
    try {
      List<Callable<Optional<StudyFacts>>> questions = new ArrayList<>();
      for (Film film : asked) {
        questions.add(() -> facts(film.instance()));
      }
      return answers(asked, threads.invokeAll(questions, PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answers(Map.of(), Set.of());
    } finally {
      asking.release();
    }
  }

  private Answers answers(List<Film> asked, List<Future<Optional<StudyFacts>>> answered)
      throws IOException, InterruptedException {
    Map<String, StudyFacts> facts = new HashMap<>();
    Set<String> gone = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      Film film = asked.get(i);
      try {
        Optional<StudyFacts> answer = answered.get(i).get();
        if (answer.isPresent()) {
          facts.put(film.instance(), answer.get());
        } else if (film.state() != State.WAITING) {
          films.gone(film.instance());
          gone.add(film.instance());
        }
      } catch (CancellationException | ExecutionException e) {
        // The page is of use without.
      }
    }
    return new Answers(facts, gone);
  }

  /** Empty if the film is not in Orthanc any more. */
  private Optional<StudyFacts> facts(String instance) throws OrthancException {
    try {
      return Optional.of(StudyFacts.of(orthanc.get("instances/" + instance + "/study")));
    } catch (OrthancException e) {
      if (e.kind() == OrthancException.Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Notes that a film is not in Orthanc any more, if it is so. */
  void lookFor(String instance) throws IOException {
    if (facts(instance).isEmpty()) {
      films.gone(instance);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
