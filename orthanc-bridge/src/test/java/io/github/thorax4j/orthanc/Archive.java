package io.github.thorax4j.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks at what bridges have written into an Orthanc. */
final class Archive {

  private static final int PLENTY = 64 << 20;
  private static final String SOP_INSTANCE = "0008,0018";
  private static final String REFERENCED_SOP_INSTANCE = "0008,1155";

  private final OrthancClient client;
  private final Path scratch;

  /** An archive. */
  Archive(OrthancServer server, Path scratch) {
    this.client = server.client();
    this.scratch = scratch;
  }

  /** How many objects there are in all. */
  int size() throws OrthancException {
    return client.get("statistics").path("CountInstances").asInt();
  }

  /** How many films have such a result by now; reports are SR, pictures OT. */
  int count(String modality) throws OrthancException {
    return instances(modality).size();
  }

  /** For each report the SOP Instance UID of its film. */
  List<String> reported() throws OrthancException {
    return films("SR");
  }

  /** For each picture the SOP Instance UID of its film. */
  List<String> pictured() throws OrthancException {
    return films("OT");
  }

  private List<String> films(String modality) throws OrthancException {
    List<String> films = new ArrayList<>();
    for (String instance : instances(modality)) {
      List<String> referenced = new ArrayList<>();
      collect(client.get("instances/" + instance + "/tags"), referenced);
      // A result about two films, or none, is seen as one about neither.
      films.add(
          referenced.stream().distinct().count() == 1 ? referenced.get(0) : referenced.toString());
    }
    return films;
  }

  private static void collect(JsonNode tags, List<String> referenced) {
    if (tags.has(REFERENCED_SOP_INSTANCE)) {
      referenced.add(tags.path(REFERENCED_SOP_INSTANCE).path("Value").asText());
    }
    tags.forEach(tag -> tag.path("Value").forEach(item -> collect(item, referenced)));
  }

  private List<String> instances(String modality) throws OrthancException {
    List<String> instances = new ArrayList<>();
    for (JsonNode series : client.get("series?expand")) {
      if (series.path("MainDicomTags").path("Modality").asText().equals(modality)) {
        series.path("Instances").forEach(instance -> instances.add(instance.asText()));
      }
    }
    return instances;
  }

  /** The results by their SOP Instance UIDs, with the SHA-256 of their files. */
  SortedMap<String, String> results() throws IOException {
    SortedMap<String, String> results = new TreeMap<>();
    for (String modality : List.of("SR", "OT")) {
      for (String instance : instances(modality)) {
        client.fetch(instance, scratch, PLENTY);
        String uid =
            client.get("instances/" + instance + "/tags").path(SOP_INSTANCE).path("Value").asText();
        results.put(uid, sha256(Files.readAllBytes(scratch)));
      }
    }
    Files.deleteIfExists(scratch);
    return results;
  }

  /** The metadata of all instances and studies that the bridge sets. */
  SortedMap<String, String> metadata() throws OrthancException {
    SortedMap<String, String> all = new TreeMap<>();
    for (String level : List.of("instances", "studies")) {
      for (JsonNode id : client.get(level)) {
        JsonNode metadata = client.get(level + "/" + id.asText() + "/metadata?expand");
        for (var entry : metadata.properties()) {
          // Those with numbers are not Orthanc's own.
          if (Character.isDigit(entry.getKey().charAt(0))) {
            all.put(id.asText() + " " + entry.getKey(), entry.getValue().asText());
          }
        }
      }
    }
    return all;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
