package dev.snowdrift.sandbox.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Servers of the JDK's own, set up so that many small requests of few clients are answered at
/// once.
public final class Listening {
  private static final int BACKLOG = 512;

  static {
    // Read once by the JDK's server when its class is first used; who set them has the say.
    // Head and body of an answer are two packets: without this, a client waits 40 ms for the
    // second.
    property("sun.net.httpserver.nodelay", "true");
    // The server closes idle connections beyond this number, which costs a client a retry of 1 s.
    property("sun.net.httpserver.maxIdleConnections", "5000");
    property("sun.net.httpserver.idleInterval", "600");
  }

  private Listening() {}

  private static void property(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /// Takes connections at an address; nothing answers before it is started.
  public static HttpServer on(InetSocketAddress address) throws IOException {
    return HttpServer.create(address, BACKLOG);
  }
}
