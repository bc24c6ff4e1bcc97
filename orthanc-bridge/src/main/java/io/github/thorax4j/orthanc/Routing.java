package io.github.thorax4j.orthanc;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import java.io.IOException;
import java.util.List;

/** What is done with a film once it is answered or declined. Thread-safe. */
interface Routing {

  /** Does nothing. */
  Routing NONE =
      new Routing() {
        @Override
        public List<Task<String>> tasks() {
          return List.of();
        }

        @Override
        public void route(Facts facts, SchedulerClient scheduler) {}
      };

  /** The kinds of work that {@link #route} schedules; their data are text. */
  List<Task<String>> tasks();

  /**
   * Schedules what is to be done. It is called when the results are in the archive and before the
   * film is done with, and once more for the same film if the bridge ends between the two: what is
   * scheduled already is not scheduled anew. In shadow mode it is called too.
   *
   * @throws IOException if it cannot be scheduled; the film is tried again later
   */
  void route(Facts facts, SchedulerClient scheduler) throws IOException;
}
