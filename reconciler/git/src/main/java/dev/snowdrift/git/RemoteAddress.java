package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/// An address taken apart once, so that what is checked is what is connected to. `port` is -1 for
/// the default.
record RemoteAddress(Scheme scheme, String user, String host, int port, String path) {
  enum Scheme {
    HTTPS,
    HTTP,
    SSH,
    FILE
  }

  private static final Pattern SCP =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):([^-/:].*)");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+]");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  static RemoteAddress parse(String url) {
    if (url.isBlank()
        || url.startsWith("-")
        || url.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
      throw refused("it is empty, begins with '-', or holds white space or control characters");
    }
    if (url.startsWith("/")) {
      return new RemoteAddress(Scheme.FILE, "", "", -1, url);
    }
    var scp = SCP.matcher(url);
    if (scp.matches()) {
      return new RemoteAddress(Scheme.SSH, scp.group(1), scp.group(2), -1, scp.group(3));
    }
    try {
      return parse(new URI(url));
    } catch (URISyntaxException e) {
      throw refused("it is not a URL (position " + e.getIndex() + ")");
    }
  }

  private static RemoteAddress parse(URI uri) {
    var name = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    var scheme =
        switch (name) {
          case "https" -> Scheme.HTTPS;
          case "http" -> Scheme.HTTP;
          case "ssh" -> Scheme.SSH;
          case "file" -> Scheme.FILE;
          default -> throw refused("only https, ssh, absolute paths and file: are served");
        };
    if (uri.isOpaque() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused("it has a query or a fragment, or no '//'");
    }
    return scheme == Scheme.FILE ? file(uri) : network(scheme, uri);
  }

  private static RemoteAddress file(URI uri) {
    var authority = uri.getRawAuthority();
    if (authority != null && !authority.isEmpty()) {
      throw refused("file: names no host; write file:///path");
    }
    return new RemoteAddress(Scheme.FILE, "", "", -1, uri.getPath());
  }

  private static RemoteAddress network(Scheme scheme, URI uri) {
    var host = uri.getHost();
    if (host == null || !HOST.matcher(host).matches()) {
      throw refused("its host is missing or not a host name");
    }
    var user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    if (!user.isEmpty() && (scheme != Scheme.SSH || !USER.matcher(user).matches())) {
      throw refused("it holds a user or a password, which belong into the credentials");
    }
    if (scheme == Scheme.HTTP && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw refused("http is not encrypted and only allowed to this machine's loopback interface");
    }
    var path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (path.length() < 2) {
      throw refused("it names no repository on its host");
    }
    return new RemoteAddress(scheme, user, host, uri.getPort(), path);
  }

  boolean isHttp() {
    return scheme == Scheme.HTTPS || scheme == Scheme.HTTP;
  }

  /// For people: without user.
  String display() {
    var at = host + (port < 0 ? "" : ":" + port);
    return switch (scheme) {
      case FILE -> path;
      case SSH -> "ssh://" + at + (path.startsWith("/") ? path : "/" + path);
      case HTTPS, HTTP -> scheme.name().toLowerCase(Locale.ROOT) + "://" + at + path;
    };
  }

  /// Built from the checked parts; the original text is not parsed a second time by other rules.
  URIish toJGit() {
    var uri = new URIish().setPath(path);
    if (scheme == Scheme.FILE) {
      return uri;
    }
    var named = uri.setScheme(scheme.name().toLowerCase(Locale.ROOT)).setHost(host).setPort(port);
    return user.isEmpty() ? named : named.setUser(user);
  }

  private static GitException refused(String why) {
    return new GitException(
        Reason.REFUSED,
        "use the repository's address",
        why,
        "write https://host/path, ssh://user@host/path or an absolute path, and credentials apart from it");
  }
}
