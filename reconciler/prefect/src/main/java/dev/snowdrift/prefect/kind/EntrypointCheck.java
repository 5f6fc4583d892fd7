package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An entrypoint's file is in the commit and its function in the file. Python is only looked at,
/// not run: a name counts that a line at the top level defines, assigns or imports.
final class EntrypointCheck {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

  private final LoadContext context;

  EntrypointCheck(LoadContext context) {
    this.context = context;
  }

  /// @param directory in which the entrypoint is, below the repository's root
  /// @param path where the entrypoint stands in the manifest
  void check(String entrypoint, Optional<String> directory, String path) {
    var colon = entrypoint.lastIndexOf(':');
    var where = colon < 0 ? "" : entrypoint.substring(0, colon);
    var function = colon < 0 ? "" : entrypoint.substring(colon + 1);
    var isFile = where.endsWith(".py");
    if (where.isEmpty()
        || !NAME.matcher(function).matches()
        || !(isFile || NAME.matcher(where).matches())) {
      context.problem(
          Code.ENTRYPOINT,
          path,
          "`%s` is not an entrypoint".formatted(entrypoint),
          "Prefect finds a flow by file and function",
          "write `path/to/file.py:function` or `package.module:function`");
      return;
    }
    var prefix = directory.map(name -> name + "/").orElse("");
    var file =
        isFile ? Optional.of(prefix + normalized(where)) : module(where.replace('.', '/'), prefix);
    if (file.isEmpty()) {
      context.problem(
          Code.ENTRYPOINT,
          path,
          "the module `%s` is not in the commit".formatted(where),
          "runs import it from the clone of this repository",
          "add `%s%s.py`, or correct the entrypoint".formatted(prefix, where.replace('.', '/')));
      return;
    }
    if (!context.exists(file.get())) {
      context.problem(
          Code.ENTRYPOINT,
          path,
          "`%s` is not in the commit".formatted(file.get()),
          "runs load it from the clone of this repository",
          "add the file, or correct the entrypoint");
      return;
    }
    context
        .file(file.get(), path)
        .filter(python -> !defines(python, function))
        .ifPresent(_ ->
            context.problem(
                Code.ENTRYPOINT,
                path,
                "`%s` does not define `%s`".formatted(file.get(), function),
                "no line at its top level defines, assigns or imports that name",
                "correct the function's name, or add `def %s(...)`".formatted(function)));
  }

  /// A module lies below the root, or in the folder that holds flow code.
  private Optional<String> module(String path, String prefix) {
    return List.of(prefix, "flows/" + prefix, "src/" + prefix).stream()
        .flatMap(root -> List.of(root + path + ".py", root + path + "/__init__.py").stream())
        .filter(context::exists)
        .findFirst();
  }

  private static String normalized(String file) {
    return file.startsWith("./") ? file.substring(2) : file;
  }

  static boolean defines(String python, String function) {
    var first = Pattern.quote(function.split("\\.", 2)[0]);
    var definition =
        Pattern.compile(
            "^(?:(?:async\\s+)?def\\s+%1$s\\s*[(\\[]|class\\s+%1$s\\s*[:(\\[]|%1$s\\s*[=:]|from\\s+\\S+\\s+import\\s.*\\b%1$s\\b)"
                .formatted(first),
            Pattern.MULTILINE);
    return definition.matcher(python).find();
  }
}
