package dev.snowdrift.manifest;

import java.time.Instant;

/// One commit on the branch of an environment.
///
/// @param id the full commit id in lower-case hexadecimal
/// @param author name and address as written in the commit; hostile text
/// @param subject first line of the message; hostile text
/// @param time when it was committed
public record Revision(String id, String branch, String author, String subject, Instant time) {

  /// The first seven digits, as people write it.
  public String shortId() {
    return id.length() <= 7 ? id : id.substring(0, 7);
  }
}
