package dev.snowdrift.operator.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of the sample repository, as the program carries them.
public final class SampleFiles {
  private SampleFiles() {}

  /// Content by path, sorted.
  public static SortedMap<String, String> all() {
    try {
      var resource = SampleFiles.class.getResource("/demo");
      if (resource == null) {
        throw new IllegalStateException("the program was built without its sample repository");
      }
      var uri = resource.toURI();
      if ("jar".equals(uri.getScheme())) {
        try (var jar =
            FileSystems.newFileSystem(URI.create(uri.toString().split("!", 2)[0]), Map.of())) {
          return read(jar.getPath("/demo"));
        }
      }
      return read(Path.of(uri));
    } catch (IOException e) {
      throw new UncheckedIOException("the sample repository cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortedMap<String, String> read(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (var found = Files.walk(root)) {
      for (var file : found.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return files;
  }
}
