package io.github.thorax4j.orthanc;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a rule does with a film. Immutable. */
sealed interface Action {

  /** What it is called, alone among the actions of its rule; stays the same across restarts. */
  String name();

  /**
   * Has Orthanc send something somewhere.
   *
   * @param kind what the target is to Orthanc
   * @param target its name in Orthanc's configuration
   * @param what what is sent
   */
  record Store(TargetKind kind, String target, What what) implements Action {

    @Override
    public String name() {
      return "store " + what.label() + " to " + kind.label() + " " + target;
    }
  }

  /** What Orthanc sends to. */
  enum TargetKind {
    /** By C-STORE. */
    MODALITY("modalities"),
    /** To another Orthanc, by HTTP. */
    PEER("peers");

    private final String path;

    TargetKind(String path) {
      this.path = path;
    }

    /** Where they are in Orthanc's API. */
    String path() {
      return path;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is sent. */
  enum What {
    FILM,
    RESULTS,
    BOTH;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Puts the film higher in the worklist; one that is there already stays.
   *
   * @param value 1 or more
   */
  record Priority(int value) implements Action {

    @Override
    public String name() {
      return "priority " + value;
    }
  }

  /**
   * Sets metadata of the film and its study in Orthanc.
   *
   * @param key a name that Orthanc knows, or a number from 1024
   * @param value the text
   */
  record Metadata(String key, String value) implements Action {

    @Override
    public String name() {
      return "metadata " + key;
    }
  }

  /**
   * Gives the study a label, where Orthanc has labels.
   *
   * @param label letters, digits, {@code -} and {@code _}
   */
  record Label(String label) implements Action {

    @Override
    public String name() {
      return "label " + label;
    }
  }

  /**
   * Tells somebody by HTTP.
   *
   * @param url who
   * @param secret what the message is signed with; never shown
   */
  record Webhook(URI url, Optional<String> secret) implements Action {

    private static final int DIGITS = 8;

    /** Refuses null. */
    public Webhook {
      Objects.requireNonNull(url, "url");
    }

    /**
     * Where it is, and the begin of the address's SHA-256 to tell it from others there: path, query
     * and user may be secrets.
     */
    @Override
    public String name() {
      String authority = String.valueOf(url.getRawAuthority());
      return "webhook "
          + url.getScheme()
          + "://"
          + authority.substring(authority.lastIndexOf('@') + 1)
          + " ("
          + digest(url.toString()).substring(0, DIGITS)
          + ")";
    }

    private static String digest(String text) {
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no SHA-256", e);
      }
    }

    /** Never the secret. */
    @Override
    public String toString() {
      return name();
    }
  }
}
