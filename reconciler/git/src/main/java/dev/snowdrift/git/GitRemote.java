package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;

/// Where a repository is, and what to show there. The address is `https://host/path`,
/// `ssh://user@host/path`, `user@host:path`, an absolute local path or `file:///path`; `http:` only
/// to the loopback interface. Anything else is [Reason#REFUSED], and so are credentials inside the
/// address: they would end up in every message.
public record GitRemote(String url, Credentials credentials) {

  public GitRemote {
    var address = RemoteAddress.parse(url);
    var fits =
        switch (credentials) {
          case Credentials.None _ -> address.scheme() != RemoteAddress.Scheme.SSH;
          case Credentials.Token _, Credentials.UserPassword _ -> address.isHttp();
          case Credentials.SshKey _ -> address.scheme() == RemoteAddress.Scheme.SSH;
        };
    if (!fits) {
      throw new GitException(
          Reason.REFUSED,
          "use " + address.display(),
          "its credentials are of the wrong kind: " + credentials,
          "give https a token or user and password, ssh a key, and a local path nothing");
    }
  }

  public static GitRemote of(String url) {
    return new GitRemote(url, new Credentials.None());
  }

  RemoteAddress address() {
    return RemoteAddress.parse(url);
  }
}
