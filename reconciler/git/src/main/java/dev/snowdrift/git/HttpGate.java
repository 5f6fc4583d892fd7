package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.util.Locale;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// Every HTTP connection of a transport comes from here: to the configured host only (JGit follows
/// redirects on its first request), to smart Git servers only, with counted bytes.
record HttpGate(RemoteAddress address, Operation operation) implements HttpConnectionFactory {

  @Override
  public HttpConnection create(URL url) throws IOException {
    check(url);
    return new Connection(url, Proxy.NO_PROXY, operation);
  }

  @Override
  public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
    check(url);
    return new Connection(url, proxy == null ? Proxy.NO_PROXY : proxy, operation);
  }

  private void check(URL url) throws Operation.Declined {
    var same =
        url.getProtocol().equalsIgnoreCase(address.scheme().name())
            && url.getHost().equalsIgnoreCase(address.host())
            && port(url.getPort(), url) == port(address.port(), url)
            && url.getUserInfo() == null;
    if (!same) {
      throw new Operation.Declined(
          Reason.REFUSED,
          "the server redirects to another host: " + url.getProtocol() + "://" + url.getHost(),
          "configure the address where the repository is now, if you trust it");
    }
  }

  private static int port(int port, URL url) {
    return port < 0 ? url.getDefaultPort() : port;
  }

  private static final class Connection extends JDKHttpConnection {
    private final Operation operation;
    private final boolean advertisement;

    Connection(URL url, Proxy proxy, Operation operation) throws IOException {
      super(url, proxy);
      this.operation = operation;
      this.advertisement = url.getPath().endsWith("/info/refs");
    }

    @Override
    public void setRequestProperty(String key, String value) {
      // Unasked for, so that counted bytes are the bytes that have to be kept.
      if (!key.equalsIgnoreCase("Accept-Encoding")) {
        super.setRequestProperty(key, value);
      }
    }

    @Override
    public int getResponseCode() throws IOException {
      var status = super.getResponseCode();
      operation.sawHttpStatus(status);
      return status;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      var in = super.getInputStream();
      if (getHeaderField("Content-Encoding") != null) {
        throw new Operation.Declined(
            Reason.REFUSED,
            "the server compresses although it was not asked to",
            "look for a proxy between Snowdrift and the Git host");
      }
      var type = String.valueOf(getContentType()).toLowerCase(Locale.ROOT);
      if (advertisement && !type.equals("application/x-git-upload-pack-advertisement")) {
        throw new Operation.Declined(
            Reason.NOT_FOUND,
            "what answers there is not a Git server",
            "check the address; is a login page or a proxy in between?");
      }
      return operation.wire(in);
    }
  }
}
