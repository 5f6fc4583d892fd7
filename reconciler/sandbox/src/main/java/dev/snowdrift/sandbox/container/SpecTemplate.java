package dev.snowdrift.sandbox.container;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Specification templates (document *Working with services*): `{{ name }}` and `{{ name |
/// default('x'[, true]) }}`, filled from USING.
final class SpecTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "\\s*(?<name>[A-Za-z_]\\w*)\\s*"
              + "(?:\\|\\s*default\\(\\s*(?:'(?<single>[^']*)'|\"(?<double>[^\"]*)\"|(?<bare>[\\w.-]+))"
              + "\\s*(?:,\\s*(?<empty>true|false)\\s*)?\\)\\s*)?");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SpecTemplate() {}

  /// The text with every variable replaced.
  ///
  /// @param values by name, case-sensitive; each an alphanumeric literal or JSON
  /// @throws dev.snowdrift.sandbox.account.SqlError 395069 for a variable without value and
  ///   default, for a value of another form, and for expressions the sandbox does not know
  static String render(String template, Map<String, String> values) {
    values.forEach(SpecTemplate::checkValue);
    var variable = VARIABLE.matcher(template);
    var out = new StringBuilder();
    while (variable.find()) {
      var expression = EXPRESSION.matcher(variable.group(1));
      if (!expression.matches()) {
        throw Texts.template("invalid expression '" + variable.group(1).strip() + "'.");
      }
      variable.appendReplacement(out, Matcher.quoteReplacement(value(expression, values)));
    }
    variable.appendTail(out);
    return out.toString();
  }

  private static String value(Matcher expression, Map<String, String> values) {
    var name = expression.group("name");
    var given = values.get(name);
    var otherwise = firstNonNull(expression, "single", "double", "bare");
    if (given == null) {
      if (otherwise == null) {
        throw Texts.template("'" + name + "' is undefined");
      }
      return otherwise;
    }
    var replaceEmpty = "true".equals(expression.group("empty"));
    var empty = given.isBlank() || given.strip().equals("\"\"");
    return otherwise != null && replaceEmpty && empty ? otherwise : given.strip();
  }

  private static @Nullable String firstNonNull(Matcher matcher, String... groups) {
    for (var group : groups) {
      var text = matcher.group(group);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static void checkValue(String name, String value) {
    if (value.isEmpty() || value.matches("\\w+(?:\\.\\d+)?")) {
      return;
    }
    try {
      JSON.readTree(value);
    } catch (JacksonException e) {
      throw Texts.template("value of '" + name + "' is neither alphanumeric nor valid JSON.");
    }
  }
}
