package dev.snowdrift.snowflake.translate;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a script would have filled in before Snowflake saw the text: `<NAME>`, `<<name>>`,
/// `${NAME}`, `{{ name }}`, `<% name %>` and `&{ name }`.
///
/// A placeholder is replaced by the value that was given for it, becomes a value of the environment
/// (`${name}`), or is refused with its place. `${NAME}` that a program or a shell fills in when it
/// runs (in a command, or naming another variable of the container) is none: it is kept, and
/// written `$${NAME}`, as manifests say it.
public final class Placeholders {
  private static final Pattern FORM =
      Pattern.compile(
          "<%=?\\s*(?<percent>[^%>]+?)\\s*%>"
              + "|<{1,2}(?<angle>[A-Za-z](?:[A-Za-z0-9 _.:/-]{0,60}[A-Za-z0-9])?)>{1,2}"
              + "|\\{\\{-?\\s*(?!secret\\.)(?<brace>[^{}]+?)\\s*-?}}"
              + "|&\\{\\s*(?<ampersand>[^{}]+?)\\s*}"
              + "|\\$\\{(?<dollar>[A-Za-z_][A-Za-z0-9_.]*)(?::?-(?<standard>[^}]*))?}");
  private static final Pattern WITH_DEFAULT =
      Pattern.compile("(.+?)\\s*\\|\\s*default\\(\\s*['\"]?(.*?)['\"]?\\s*(?:,.*)?\\)");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:<{1,2}[^<>/]+>{1,2}|\\[[^\\[\\]/]+]|\\$\\{[^}/]+}|\\{\\{[^}/]+}})(?:\\.[^/]*)?(/[^/].*)");
  private static final Set<String> RESERVED = Set.of("environment", "git");

  private final boolean asValues;
  private final Map<String, String> given;
  private final Problems problems;
  private final Notes notes = new Notes();
  private final SortedMap<String, String> values = new TreeMap<>();

  private Placeholders(boolean asValues, Map<String, String> given, Problems problems) {
    this.asValues = asValues;
    this.given = given;
    this.problems = problems;
  }

  /// The tree in the language of manifests.
  ///
  /// @param values what the environment has to set, with a stand-in for each: to be replaced
  public record Filled(Node tree, SortedMap<String, String> values, List<Note> notes) {
    public Filled {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      notes = List.copyOf(notes);
    }
  }

  /// Looks at every text of a tree.
  ///
  /// @param asValues whether placeholders without a value become values of the environment; each is
  ///   a problem otherwise
  /// @param given values by the placeholder's name
  public static Filled fill(
      Node tree, boolean asValues, Map<String, String> given, Problems problems) {
    var placeholders = new Placeholders(asValues, given, problems);
    var filled = placeholders.node(tree, new Place("", Set.of(), false));
    return new Filled(filled, placeholders.values, placeholders.notes.list());
  }

  /// @param key under which a text stands
  /// @param variables of the container around it, which its programs can fill in themselves
  /// @param words whether it is a word of a command, where `${...}` is the shell's
  private record Place(String key, Set<String> variables, boolean words) {}

  private Node node(Node node, Place place) {
    return switch (node) {
      case Scalar scalar -> scalar(scalar, place);
      case Sequence sequence ->
          new Sequence(
              sequence.items().stream().map(item -> node(item, place)).toList(), sequence.at());
      case Mapping mapping -> {
        var variables = variables(mapping);
        var known = variables.isEmpty() ? place.variables() : variables;
        yield new Mapping(
            mapping.entries().stream().map(entry -> entry(entry, place, known)).toList(),
            mapping.at());
      }
    };
  }

  private Mapping.Entry entry(Mapping.Entry entry, Place around, Set<String> variables) {
    var words =
        around.words()
            || Set.of("command", "args", "entrypoint", "arguments").contains(entry.key());
    if (FORM.matcher(entry.key()).find()) {
      refuse(entry.key(), entry.keyAt(), "a key cannot be filled in; write it out");
    }
    return new Mapping.Entry(
        entry.key(), entry.keyAt(), node(entry.value(), new Place(entry.key(), variables, words)));
  }

  /// The variables that a container's `env` and `secrets` set.
  private static Set<String> variables(Mapping container) {
    var names = new HashSet<String>();
    for (var key : List.of("env", "environment")) {
      container
          .get(key)
          .ifPresent(node -> {
            if (node instanceof Mapping env) {
              names.addAll(env.keys());
            }
          });
    }
    container
        .get("secrets")
        .filter(Sequence.class::isInstance)
        .ifPresent(list ->
            ((Sequence) list)
                .items().stream()
                    .filter(Mapping.class::isInstance)
                    .flatMap(secret -> ((Mapping) secret).get("envVarName").stream())
                    .map(Part::text)
                    .forEach(names::add));
    return names;
  }

  private Scalar scalar(Scalar scalar, Place place) {
    var text = place.key().equals("image") ? withoutHost(scalar) : scalar.text();
    var matcher = FORM.matcher(text);
    var result = new StringBuilder();
    var last = 0;
    while (matcher.find()) {
      result.append(escape(text.substring(last, matcher.start())));
      result.append(replacement(matcher.toMatchResult(), text, scalar.at(), place));
      last = matcher.end();
    }
    result.append(escape(text.substring(last)));
    return result.toString().equals(scalar.text())
        ? scalar
        : new Scalar(result.toString(), true, scalar.at());
  }

  private static String escape(String text) {
    return text.replace("${", "$${");
  }

  /// The host of the registry may be left out of an image's path, so nobody needs to fill it in.
  private String withoutHost(Scalar image) {
    var matcher = HOST.matcher(image.text());
    if (matcher.matches() && ImagePath.parse(matcher.group(1)).path().split("/", -1).length >= 4) {
      notes.translated(
          image.at(),
          "",
          "`%s`: a path without the registry's host means the same: `%s`"
              .formatted(image.text(), matcher.group(1)));
      return matcher.group(1);
    }
    return image.text();
  }

  private String replacement(MatchResult match, String text, Location at, Place place) {
    var dollar = Optional.ofNullable(match.group("dollar"));
    if (dollar.isPresent()
        && (place.words()
            || (place.variables().contains(dollar.get()) && !dollar.get().equals(place.key())))) {
      return escape(match.group());
    }
    var written =
        List.of("percent", "angle", "brace", "ampersand", "dollar").stream()
            .flatMap(group -> Optional.ofNullable(match.group(group)).stream())
            .findFirst()
            .orElse("");
    var withDefault = WITH_DEFAULT.matcher(written);
    var standard =
        withDefault.matches()
            ? Optional.of(withDefault.group(2))
            : Optional.ofNullable(match.group("standard"));
    var bare = withDefault.matches() ? withDefault.group(1) : written;
    var name = name(bare);
    var value = Optional.ofNullable(given.get(bare)).or(() -> Optional.ofNullable(given.get(name)));
    if (value.isPresent()) {
      notes.translated(at, "", "`%s` is filled in".formatted(match.group()));
      return escape(value.get());
    }
    if (!asValues) {
      refuse(
          match.group(),
          at,
          "give its value, `--value %s=...`, or make it one of the environment,".formatted(name)
              + " `--placeholders values`");
      return match.group();
    }
    values.putIfAbsent(name, standard.orElseGet(() -> standIn(match, text, place)));
    notes.translated(
        at, "", "`%s` is a value of the environment, `${%s}`".formatted(match.group(), name));
    return "${" + name + "}";
  }

  private void refuse(String written, Location at, String next) {
    problems.add(
        Code.VALUE_UNSET,
        at,
        "",
        "`%s` is a placeholder".formatted(written),
        "somebody fills it in before Snowflake sees the text, and it is not known with what",
        next);
  }

  private static String name(String written) {
    var name = written.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    return name.isEmpty() || !Character.isLetter(name.charAt(0)) || RESERVED.contains(name)
        ? "value_" + name
        : name;
  }

  /// Something in its place with which the whole is well-formed.
  private static String standIn(MatchResult match, String text, Place place) {
    if (place.key().equals("image")) {
      for (var candidate :
          List.of(
              "change_me",
              "/change_me/change_me/change_me",
              "/change_me/change_me/change_me/",
              "/change_me/change_me/change_me/change_me")) {
        var whole = FORM.matcher(text.replace(match.group(), candidate)).replaceAll("change_me");
        if (ImagePath.parse(whole).repository().isPresent()) {
          return candidate;
        }
      }
    }
    return place.key().equals("name") && !text.startsWith("@") ? "change-me" : "change_me";
  }
}
