package io.github.thorax4j.orthanc;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.MisdirectedRequestResponse;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.javalin.security.RouteRole;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides who gets which page. Thread-safe. */
final class Access {

  private static final String COOKIE = "thorax4j";

  /** The name of a film's token in an address. */
  static final String FILM_TOKEN = "page";

  private static final String VISITOR = "visitor";
  private static final String BEARER = "Bearer ";
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int LONGEST_NAME = 64;

  private final WebSettings settings;
  private final Sessions sessions;
  private final Logins logins;
  private final AuditLog audit;
  private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

  Access(WebSettings settings, AuditLog audit, Clock clock) {
    this.settings = settings;
    this.sessions = new Sessions(clock);
    this.logins = new Logins(settings, clock);
    this.audit = audit;
    this.hosts.addAll(settings.hosts());
    this.hosts.add(settings.address().toLowerCase(Locale.ROOT));
  }

  /** Who may have what is at a route. */
  enum Role implements RouteRole {
    /** Everybody. */
    ANYBODY,
    /** Programs of this machine, and who may have pages. */
    MONITOR,
    /** Who is logged in. */
    USER,
    /** Who is logged in and may see the audit log. */
    ADMIN
  }

  /** Before anything else. */
  void before(Context ctx) {
    ctx.header(
        "Content-Security-Policy",
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Cache-Control", "no-store");
    // A page of somebody else's whose name is made to lead here must not read ours.
    boolean anyHost = !settings.loopback() && settings.hosts().isEmpty();
    if (!anyHost && !hosts.contains(hostName(ctx))) {
      throw new MisdirectedRequestResponse("These pages are not known under that name.");
    }
  }

  private static String hostName(Context ctx) {
    String host = Optional.ofNullable(ctx.host()).orElse("").toLowerCase(Locale.ROOT);
    return host.replaceFirst(":\\d+$", "");
  }

  /** Before what is at a route. */
  void check(Context ctx) {
    Optional<Visitor> visitor = find(ctx);
    visitor.ifPresent(known -> ctx.attribute(VISITOR, known));
    Set<RouteRole> roles = ctx.routeRoles();
    if (isChange(ctx) && !roles.contains(Role.MONITOR)) {
      checkReadable(ctx);
    }
    if (roles.contains(Role.ANYBODY) || (roles.contains(Role.MONITOR) && isLocal(ctx))) {
      return;
    }
    if (visitor.isEmpty()) {
      if (isPage(ctx)) {
        ctx.redirect("/login", HttpStatus.SEE_OTHER);
        ctx.skipRemainingHandlers();
        return;
      }
      throw new UnauthorizedResponse("Log in first.");
    }
    if (roles.contains(Role.ADMIN) && !visitor.get().admin()) {
      throw new ForbiddenResponse("That is for administrators.");
    }
    // A token that is none says nothing of where a form is from.
    if (isChange(ctx) && !bearer(ctx).filter(logins::isToken).isPresent()) {
      checkForm(ctx);
    }
  }

  private static boolean isPage(Context ctx) {
    return ctx.req().getMethod().equals("GET")
        && Optional.ofNullable(ctx.header("Accept")).orElse("").contains("text/html");
  }

  private static boolean isChange(Context ctx) {
    return !Set.of("GET", "HEAD").contains(ctx.req().getMethod());
  }

  /** Refuses a form that cannot be read, before anybody asks for a part of it. */
  private static void checkReadable(Context ctx) {
    String type = Optional.ofNullable(ctx.header("Content-Type")).orElse(FORM);
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)) {
      throw new UnsupportedMediaTypeResponse("That is not a form of these pages.");
    }
    try {
      ctx.formParamMap();
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("That form cannot be read.");
    }
  }

  private void checkForm(Context ctx) {
    String secret = ctx.cookie(COOKIE);
    String token = ctx.formParam("token");
    if (secret == null || token == null || !sessions.isFormToken(secret, token)) {
      throw new ForbiddenResponse(
          "This form is not ours or too old: go back, load the page again and repeat it.");
    }
  }

  private Optional<Visitor> find(Context ctx) {
    if (!settings.asksWho()) {
      return isLocal(ctx) ? Optional.of(Visitor.LOCAL) : Optional.empty();
    }
    Optional<String> bearer = bearer(ctx);
    if (bearer.isPresent()) {
      return bearer.filter(logins::isToken).map(token -> logins.program());
    }
    return Optional.ofNullable(ctx.cookie(COOKIE)).flatMap(sessions::visitor);
  }

  private static Optional<String> bearer(Context ctx) {
    return Optional.ofNullable(ctx.header("Authorization"))
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  /** Whether a request is from this machine and was not passed on for somebody else. */
  private static boolean isLocal(Context ctx) {
    try {
      return InetAddress.getByName(ctx.req().getRemoteAddr()).isLoopbackAddress()
          && FORWARDED.stream().noneMatch(name -> ctx.header(name) != null);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Who asks, for the routes of users. */
  Visitor visitor(Context ctx) {
    Visitor visitor = ctx.attribute(VISITOR);
    if (visitor == null) {
      throw new UnauthorizedResponse("Log in first.");
    }
    return visitor;
  }

  /** The address a request came from; behind our own proxy the one that it names. */
  String origin(Context ctx) {
    return settings.origin(
        ctx.req().getRemoteAddr(), Collections.list(ctx.req().getHeaders("X-Forwarded-For")));
  }

  /** What is around the page that somebody asks for. */
  Layout layout(Context ctx, Instant now) {
    Visitor visitor = ctx.attribute(VISITOR);
    if (visitor == null) {
      return new Layout(new Visitor("", false), formToken(ctx), false, now);
    }
    return new Layout(visitor, formToken(ctx), settings.asksWho(), now);
  }

  /** The token of their forms. */
  private String formToken(Context ctx) {
    return sessions.formToken(secret(ctx));
  }

  /** The secret of their cookie; who has none gets one. */
  private String secret(Context ctx) {
    String secret = ctx.attribute(COOKIE);
    if (secret == null) {
      secret = ctx.cookie(COOKIE);
    }
    if (secret == null || secret.isEmpty()) {
      secret = sessions.secret();
      setCookie(ctx, secret);
    }
    return secret;
  }

  /** What shows in the address of a film's thumbnail that its page was given to who asks. */
  String filmToken(Context ctx, String instance) {
    return sessions.filmToken(secret(ctx), instance);
  }

  /** Whether a thumbnail is asked for that is on a page which was given to who asks. */
  boolean wasOnPage(Context ctx, String instance) {
    String secret = ctx.cookie(COOKIE);
    String token = ctx.queryParam(FILM_TOKEN);
    return secret != null
        && token != null
        && Sessions.same(sessions.filmToken(secret, instance), token);
  }

  private static void setCookie(Context ctx, String secret) {
    ctx.attribute(COOKIE, secret);
    boolean tls =
        "https".equals(ctx.req().getScheme())
            || "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto"));
    ctx.cookie(new Cookie(COOKIE, secret, "/", -1, tls, true, null, SameSite.STRICT));
  }

  /** Whether anybody can log in. */
  boolean asksWho() {
    return settings.asksWho();
  }

  /** The form to log in with. */
  Html loginForm(Layout layout, String mistake) {
    Html form = layout.form("/login").with("class", "login");
    if (!mistake.isEmpty()) {
      form.add(Html.of("p", mistake).with("class", "alert").with("role", "alert"));
    }
    if (!settings.users().isEmpty()) {
      form.add(
          Html.of("label", "User").with("for", "name"),
          Html.of("input")
              .with("id", "name")
              .with("name", "name")
              .with("autocomplete", "username")
              .with("maxlength", Integer.toString(LONGEST_NAME)));
    }
    String what = settings.users().isEmpty() ? "Token" : "Password";
    return form.add(
        Html.of("label", what).with("for", "password"),
        Html.of("input")
            .with("id", "password")
            .with("name", "password")
            .with("type", "password")
            .with("autocomplete", "current-password"),
        Html.of("button", "Log in").with("type", "submit"));
  }

  /** Logs in with what a form says. */
  void login(Context ctx, Instant now) throws DatabaseException {
    checkForm(ctx);
    String name = Optional.ofNullable(ctx.formParam("name")).orElse("").strip();
    String password = Optional.ofNullable(ctx.formParam("password")).orElse("");
    String shown = name.length() > LONGEST_NAME ? "?" : name;
    String origin = origin(ctx);
    Logins.Result result = logins.login(shown, password, origin);
    if (result instanceof Logins.Accepted accepted) {
      audit.add(accepted.visitor().name(), origin, "logged in", "");
      Optional.ofNullable(ctx.cookie(COOKIE)).ifPresent(sessions::close);
      setCookie(ctx, sessions.open(accepted.visitor()));
      ctx.redirect("/", HttpStatus.SEE_OTHER);
      return;
    }
    String mistake = "That is not the name or not the password.";
    if (result instanceof Logins.Busy) {
      mistake = "Others are logging in just now: try again in a moment.";
      ctx.status(HttpStatus.SERVICE_UNAVAILABLE).header("Retry-After", "1");
    } else if (result instanceof Logins.Later later) {
      long seconds = later.delay().toSeconds() + 1;
      mistake = "Too many mistakes: try again in " + seconds + " seconds.";
      ctx.status(HttpStatus.TOO_MANY_REQUESTS).header("Retry-After", Long.toString(seconds));
    } else {
      audit.add(
          settings.users().stream().anyMatch(u -> u.name().equals(shown)) ? shown : "?",
          origin,
          "failed to log in",
          "");
      ctx.status(HttpStatus.UNAUTHORIZED);
    }
    Layout layout = layout(ctx, now);
    ctx.html(layout.page("Log in", Layout.Place.NONE, loginForm(layout, mistake)));
  }

  /** Logs out. */
  void logout(Context ctx) throws DatabaseException {
    audit.add(visitor(ctx).name(), origin(ctx), "logged out", "");
    Optional.ofNullable(ctx.cookie(COOKIE)).ifPresent(sessions::close);
    ctx.removeCookie(COOKIE, "/");
    ctx.redirect("/login", HttpStatus.SEE_OTHER);
  }
}
