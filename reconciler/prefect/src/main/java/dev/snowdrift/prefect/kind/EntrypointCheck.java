package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.prefect.python.FlowSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An entrypoint's file is in the commit and its function in the file. Python is only looked at,
/// not run: a name counts that a line at the top level defines, assigns or imports.
///
/// A run loads a file by its path, and imports a module from the directory in which it starts: that
/// of the clone, or the one that a pull step sets (PrefectHQ/prefect,
/// src/prefect/utilities/importtools.py, load_script_as_module and load_module).
final class EntrypointCheck {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
  private static final Pattern DEFINED =
      Pattern.compile(
          "^(?:(?:async\\s+)?def\\s+|class\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*[(:=\\[]",
          Pattern.MULTILINE);
  private static final Pattern STARRED =
      Pattern.compile("[(,]\\s*(\\*{1,2}[A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern FLOW =
      Pattern.compile(
          "^@(?:\\w+\\.)?flow\\b[\\s\\S]{0,2000}?^(?:async\\s+)?def\\s+([A-Za-z_][A-Za-z0-9_]*)",
          Pattern.MULTILINE);

  /// Where code may lie besides the directory in which runs start.
  private static final List<String> LAYOUTS = List.of("flows/", "src/");

  /// The file of a function, and what is in it.
  record Found(String file, String source, String function) {

    /// The parameters that collect others, with their stars: `*args`, `**options`.
    Set<String> collecting() {
      var name = Pattern.quote(function.substring(function.lastIndexOf('.') + 1));
      var definition = Pattern.compile("\\bdef\\s+%s\\s*\\(".formatted(name)).matcher(source);
      var found = new TreeSet<String>();
      if (definition.find()) {
        var starred = STARRED.matcher(parameters(definition.end()));
        while (starred.find()) {
          found.add(starred.group(1));
        }
      }
      return found;
    }

    /// Up to the bracket that closes the one before.
    private String parameters(int from) {
      var open = 1;
      var at = from;
      while (at < source.length() && open > 0) {
        var c = source.charAt(at++);
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
      return "(" + source.substring(from, at);
    }
  }

  private final LoadContext context;
  private final String path;

  /// @param path where the entrypoint stands in the manifest
  EntrypointCheck(LoadContext context, String path) {
    this.context = context;
    this.path = path;
  }

  /// Empty when a problem was reported.
  ///
  /// @param directory in which runs start, below the repository's root
  /// @param hasPath whether runs are told where else modules lie
  Optional<Found> check(String entrypoint, Optional<String> directory, boolean hasPath) {
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
          "write " + form(entrypoint));
      return Optional.empty();
    }
    var prefix = directory.map(name -> name + "/").orElse("");
    var file = isFile ? file(where, prefix) : module(where, prefix, hasPath);
    return file.flatMap(name -> defined(name, where, function));
  }

  /// What was probably meant by a text that is no entrypoint.
  private static String form(String entrypoint) {
    var dot = entrypoint.lastIndexOf('.');
    return NAME.matcher(entrypoint).matches() && dot > 0
        ? "`%s:%s`".formatted(entrypoint.substring(0, dot), entrypoint.substring(dot + 1))
        : "`path/to/file.py:function` or `package.module:function`";
  }

  private Optional<String> file(String where, String prefix) {
    var file = prefix + (where.startsWith("./") ? where.substring(2) : where);
    if (context.exists(file)) {
      return Optional.of(file);
    }
    var bare = file.substring(prefix.length());
    var near =
        Stream.concat(Stream.of(bare), LAYOUTS.stream().map(layout -> layout + file))
            .filter(context::exists)
            .findFirst()
            .or(() -> context.nearest(file));
    context.problem(
        Code.ENTRYPOINT,
        path,
        "`%s` is not in the commit".formatted(file),
        prefix.isEmpty()
            ? "runs load it from the clone of this repository"
            : "the path counts from pull.directory",
        near.map(name -> "there is `%s`: correct the entrypoint".formatted(name))
            .orElse("add the file, or correct the entrypoint"));
    return Optional.empty();
  }

  /// A module lies where runs start; one that is found only in the folder of flow code or of a
  /// source layout has to be installed, or on Python's path.
  private Optional<String> module(String where, String prefix, boolean hasPath) {
    var found = candidates(where, prefix).filter(context::exists).findFirst();
    if (found.isPresent()) {
      return found;
    }
    for (var layout : LAYOUTS) {
      var inside = candidates(where, prefix + layout).filter(context::exists).findFirst();
      if (inside.isPresent()) {
        if (!hasPath) {
          context.warning(
              Code.ENTRYPOINT,
              path,
              "runs find the module `%s` only if it is installed or on Python's path"
                  .formatted(where),
              "it is `%s`, and a run imports from the directory in which it starts"
                  .formatted(inside.get()),
              "set `pull: {directory: %s}`, or PYTHONPATH in `env`, or install it in the image"
                  .formatted((prefix + layout).replaceAll("/$", "")));
        }
        return inside;
      }
    }
    var wanted = prefix + where.replace('.', '/') + ".py";
    var near =
        Stream.of("", "flows/", "src/")
            .flatMap(layout -> candidates(where, prefix + layout))
            .flatMap(file -> context.nearest(file).stream())
            .filter(file -> file.endsWith(".py"))
            .findFirst();
    context.problem(
        Code.ENTRYPOINT,
        path,
        "the module `%s` is not in the commit".formatted(where),
        "runs import it from the clone of this repository",
        near.map(file -> "there is `%s`: correct the entrypoint".formatted(file))
            .orElse("add `%s`, or correct the entrypoint".formatted(wanted)));
    return Optional.empty();
  }

  private static Stream<String> candidates(String module, String prefix) {
    var file = prefix + module.replace('.', '/');
    return Stream.of(file + ".py", file + "/__init__.py");
  }

  private Optional<Found> defined(String file, String where, String function) {
    var source = context.file(file, path);
    if (source.filter(python -> !defines(python, function)).isPresent()) {
      context.problem(
          Code.ENTRYPOINT,
          path,
          "`%s` does not define `%s`".formatted(file, function),
          "no line at its top level defines, assigns or imports that name",
          near(source.orElse(""), function)
              .map(name -> "write `%s:%s`".formatted(where, name))
              .orElse("correct the function's name, or add `def %s(...)`".formatted(function)));
      return Optional.empty();
    }
    return source.map(python -> new Found(file, python, function));
  }

  /// The name most like it, else the only flow of the file.
  private static Optional<String> near(String python, String function) {
    var names = new TreeSet<String>();
    var defined = DEFINED.matcher(python);
    while (defined.find()) {
      names.add(defined.group(1));
    }
    var flows = new ArrayList<String>();
    var flow = FLOW.matcher(python);
    while (flow.find()) {
      flows.add(flow.group(1));
    }
    return Nearest.of(function, flows)
        .or(() -> Nearest.of(function, names))
        .or(() -> flows.size() == 1 ? Optional.of(flows.getFirst()) : Optional.empty());
  }

  static boolean defines(String python, String function) {
    var first = Pattern.quote(function.split("\\.", 2)[0]);
    var definition =
        Pattern.compile(
            "^(?:(?:async\\s+)?def\\s+%1$s\\s*[(\\[]|class\\s+%1$s\\s*[:(\\[]|%1$s\\s*[=:]|from\\s+\\S+\\s+import\\s[^#\\n]*\\b%1$s\\b|from\\s+\\S+\\s+import\\s*\\([^)]*\\b%1$s\\b|import\\s[^#\\n]*\\b%1$s\\b)"
                .formatted(first),
            Pattern.MULTILINE);
    return definition.matcher(python).find()
        || FlowSignature.names(python)
            .filter(names -> names.contains(function.split("\\.", 2)[0]))
            .isPresent();
  }
}
