package io.github.thorax4j.orthanc;

import java.util.List;

/**
 * A page of Orthanc's log of changes.
 *
 * @param changes in their order
 * @param last the sequence number of the page's last change, from which the next page begins; of an
 *     empty page that of the log's last change, or 0
 * @param done whether there are no more at present
 */
record Changes(List<Change> changes, long last, boolean done) {

  /** Copies the list. */
  Changes {
    changes = List.copyOf(changes);
  }

  /**
   * One change.
   *
   * @param sequence its number, rising
   * @param type such as {@code NewInstance} or {@code Deleted}
   * @param resource Orthanc's identifier of what has changed
   */
  record Change(long sequence, String type, String resource) {

    /** Whether an instance has arrived. */
    boolean newInstance() {
      return type.equals("NewInstance");
    }
  }
}
