package io.github.thorax4j.orthanc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the pages are and who may see them.
 *
 * @param address the address to listen on; {@code 127.0.0.1} unless somebody else is to come in
 * @param port the port; 0 for any that is free
 * @param hosts the names under which a reverse proxy offers the pages; none without a proxy
 * @param proxies the reverse proxies on other machines, of which it is believed whom they ask for
 * @param users who may log in
 * @param token what programs show as {@code Authorization: Bearer}; never shown
 */
public record WebSettings(
    String address,
    int port,
    List<String> hosts,
    List<InetAddress> proxies,
    List<User> users,
    Optional<String> token) {

  /** The port of the pages unless another is set. */
  public static final int DEFAULT_PORT = 8043;

  private static final int SHORTEST_TOKEN = 16;
  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$[0-3]\\d\\$[./A-Za-z0-9]{53}");
  private static final Pattern IPV4 =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /**
   * Copies the lists and refuses what is not safe.
   *
   * @throws IllegalArgumentException if others could come in without having to say who they are
   */
  public WebSettings {
    Objects.requireNonNull(address, "address");
    hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    proxies = List.copyOf(proxies);
    users = List.copyOf(users);
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("the pages' port must be 0 to 65535, not " + port);
    }
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "the pages' token must have at least " + SHORTEST_TOKEN + " characters");
    }
    if (users.stream().map(User::name).distinct().count() != users.size()) {
      throw new IllegalArgumentException("two users of the pages have the same name");
    }
    if (users.isEmpty() && token.isEmpty() && !(hosts.isEmpty() && isLoopback(address))) {
      throw new IllegalArgumentException(
          "the pages are to be seen from other machines ("
              + (hosts.isEmpty() ? address : String.join(", ", hosts))
              + "): that needs a user or a token");
    }
  }

  /** For this machine alone, without a login. */
  public static WebSettings local() {
    return new WebSettings(
        "127.0.0.1", DEFAULT_PORT, List.of(), List.of(), List.of(), Optional.empty());
  }

  /** Whether somebody has to say who they are. */
  boolean asksWho() {
    return !users.isEmpty() || token.isPresent();
  }

  /**
   * The address a request came from: the last that a reverse proxy of ours names, else the peer's.
   *
   * @param peer the address that the connection comes from
   * @param forwarded the headers {@code X-Forwarded-For}, in their order
   */
  String origin(String peer, List<String> forwarded) {
    Optional<InetAddress> from = ipAddress(peer.replaceAll("[\\[\\]]|%.*", ""));
    boolean proxy =
        from.isPresent()
            && (proxies.contains(from.get())
                || (!hosts.isEmpty() && from.get().isLoopbackAddress()));
    if (!proxy || forwarded.isEmpty()) {
      return peer;
    }
    String header = forwarded.get(forwarded.size() - 1);
    return ipAddress(header.substring(header.lastIndexOf(',') + 1).strip())
        .map(InetAddress::getHostAddress)
        .orElse(peer);
  }

  /** An address that is written as numbers; no name is looked up. */
  static Optional<InetAddress> ipAddress(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether only this machine can come in. */
  boolean loopback() {
    return isLoopback(address);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "the pages' address " + address + " is no address of this machine", e);
    }
  }

  /** Neither a hash nor the token. */
  @Override
  public String toString() {
    return "WebSettings[" + address + ":" + port + "]";
  }

  /**
   * Who may log in.
   *
   * @param name up to 64 letters, digits and {@code ._@-}
   * @param hash the bcrypt hash of the password, such as {@code htpasswd -nB} writes; never shown
   * @param admin whether the audit log may be seen
   */
  public record User(String name, String hash, boolean admin) {

    /** Refuses what is no name or no hash. */
    public User {
      if (!USER.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a user's name must be up to 64 letters, digits and ._@-");
      }
      if (!BCRYPT.matcher(hash).matches()) {
        throw new IllegalArgumentException(
            "the password of user " + name + " must be given as its bcrypt hash");
      }
    }

    /** Never the hash. */
    @Override
    public String toString() {
      return "User[" + name + "]";
    }
  }
}
