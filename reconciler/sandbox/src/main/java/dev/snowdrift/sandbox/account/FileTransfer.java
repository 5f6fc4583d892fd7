package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Properties;
import java.util.List;

/// What PUT and GET tell the client to copy: the server itself moves no bytes. Client and sandbox
/// share a file system.
///
/// @param upload PUT; otherwise GET
/// @param folder the folder of the stage, or of the place in it, with a slash at its end; it exists
/// @param sources for PUT the local path as written, wildcards kept; for GET paths below `folder`
/// @param localFolder where GET puts the files; empty for PUT
/// @param options as written: PARALLEL, AUTO_COMPRESS, OVERWRITE, SOURCE_COMPRESSION
public record FileTransfer(
    boolean upload, String folder, List<String> sources, String localFolder, Properties options) {
  public FileTransfer {
    sources = List.copyOf(sources);
  }
}
