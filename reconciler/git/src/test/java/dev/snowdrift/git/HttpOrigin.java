package dev.snowdrift.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// A smart Git server on the loopback interface, whose answers a test can replace.
final class HttpOrigin implements AutoCloseable {
  /// Answers in the place of Git; returns false to let Git answer.
  interface Answer {
    boolean to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Origin origin;
  private volatile Answer answer = _ -> false;
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  HttpOrigin(Origin origin) {
    this.origin = origin;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/team/repo.git";
  }

  void answer(Answer other) {
    answer = other;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null) {
        authorizations.add(authorization);
      }
      if (!answer.to(exchange)) {
        git(exchange);
      }
    }
  }

  /// Git's own answer to this request.
  void git(HttpExchange exchange) throws IOException {
    var bytes = gitAnswer(exchange);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  byte[] gitAnswer(HttpExchange exchange) throws IOException {
    var pack = new UploadPack(origin.repository());
    pack.setBiDirectionalPipe(false);
    if ("version=2".equals(exchange.getRequestHeaders().getFirst("Git-Protocol"))) {
      pack.setExtraParameters(List.of("version=2"));
    }
    var out = new ByteArrayOutputStream();
    if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/x-git-upload-pack-advertisement");
      var lines = new PacketLineOut(out);
      lines.writeString("# service=git-upload-pack\n");
      lines.end();
      pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines), "git-upload-pack");
    } else {
      exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
      var in = exchange.getRequestBody();
      var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      pack.upload(zipped ? new GZIPInputStream(in) : in, out, null);
    }
    return out.toByteArray();
  }

  static void text(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
