package io.github.thorax4j.orthanc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that a rule wants of an Orthanc that does not have it.
 *
 * @param line where the rule says so
 * @param sentence for people, without the point
 * @param mistake whether the rule fails for it; else it is done without
 */
record Missing(int line, String sentence, boolean mistake) {

  /**
   * What rules want that an Orthanc does not have. Nothing is changed there.
   *
   * @throws OrthancException if Orthanc cannot be asked
   */
  static List<Missing> of(List<Rule> rules, OrthancClient orthanc) throws OrthancException {
    Set<String> modalities = names(orthanc, Action.TargetKind.MODALITY);
    Set<String> peers = names(orthanc, Action.TargetKind.PEER);
    boolean labels = orthanc.hasLabels();
    List<Missing> missing = new ArrayList<>();
    for (Rule rule : rules) {
      String subject = "rule '" + rule.name() + "' ";
      for (int i = 0; i < rule.then().size(); i++) {
        int line = rule.lines().get(i);
        Action action = rule.then().get(i);
        if (action instanceof Action.Store store) {
          boolean modality = store.kind() == Action.TargetKind.MODALITY;
          if (!(modality ? modalities : peers).contains(store.target())) {
            String target = store.kind().label() + " " + store.target();
            missing.add(
                new Missing(
                    line, subject + "stores to " + target + ", which Orthanc does not know", true));
          }
        } else if (action instanceof Action.Metadata metadata) {
          if (!orthanc.knowsMetadata(metadata.key())) {
            missing.add(
                new Missing(
                    line,
                    subject
                        + "sets the metadata "
                        + metadata.key()
                        + ", which Orthanc does not know: it is not in its UserMetadata",
                    true));
          }
        } else if (action instanceof Action.Label label && !labels) {
          missing.add(
              new Missing(
                  line,
                  subject
                      + "gives the label "
                      + label.label()
                      + ", which is left out: this Orthanc has no labels, which came with 1.12",
                  false));
        }
      }
    }
    return missing;
  }

  private static Set<String> names(OrthancClient orthanc, Action.TargetKind kind)
      throws OrthancException {
    Set<String> names = new HashSet<>();
    orthanc.get(kind.path()).forEach(name -> names.add(name.asText()));
    return names;
  }
}
