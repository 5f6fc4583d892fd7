package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.prefect.python.FlowSignature;
import dev.snowdrift.prefect.translate.FlowCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Manifests as if they were in a repository with the code of their flows. Only files that are
/// asked for by name are read, and none outside of the folder.
final class CodeFolder implements SourceTree, FlowCode {
  private static final long LONGEST = 1 << 20;

  private final SortedMap<String, String> manifests;
  private final Path root;

  CodeFolder(SortedMap<String, String> manifests, Path root) {
    this.manifests = manifests;
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public List<String> paths() {
    return List.copyOf(manifests.keySet());
  }

  @Override
  public Optional<byte[]> read(String path) {
    var manifest = manifests.get(path);
    return manifest == null
        ? python(path).map(text -> text.getBytes(StandardCharsets.UTF_8))
        : Optional.of(manifest.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public OptionalLong size(String path) {
    return read(path).map(bytes -> OptionalLong.of(bytes.length)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<Declared> of(String entrypoint) {
    var function = entrypoint.substring(entrypoint.lastIndexOf(':') + 1);
    return source(entrypoint)
        .flatMap(text -> FlowSignature.read(text, function))
        .map(flow ->
            new Declared(
                flow.flowName(), flow.description(), flow.parameterSchema(), flow.unclear()));
  }

  /// The file that an entrypoint names, by path or as a module.
  private Optional<String> source(String entrypoint) {
    var colon = entrypoint.lastIndexOf(':');
    var where = colon < 0 ? entrypoint : entrypoint.substring(0, colon);
    var candidates =
        where.endsWith(".py")
            ? Stream.of(where)
            : Stream.of("", "src/", "flows/")
                .flatMap(prefix -> {
                  var module = prefix + where.replace('.', '/');
                  return Stream.of(module + ".py", module + "/__init__.py");
                });
    return candidates.flatMap(path -> python(path).stream()).findFirst();
  }

  private Optional<String> python(String path) {
    try {
      var file = root.resolve(path).normalize();
      if (!path.endsWith(".py")
          || !file.startsWith(root)
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > LONGEST) {
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (InvalidPathException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the code in " + root, e);
    }
  }
}
