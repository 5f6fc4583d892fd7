package dev.snowdrift.sandbox.container;

import java.util.List;
import java.util.Map;

/// Writes a stored specification as DESCRIBE SERVICE shows it: document start, two blanks, lists at
/// their parent's indent, all text in double quotes, numbers and flags plain (document *DESCRIBE
/// SERVICE*, sample output).
final class SpecYaml {
  private final StringBuilder out = new StringBuilder("---\n");

  private SpecYaml() {}

  static String render(Map<String, Object> specification) {
    var yaml = new SpecYaml();
    yaml.fields(specification, "", "");
    return yaml.out.toString();
  }

  private void fields(Map<?, ?> fields, String first, String indent) {
    var lead = first;
    for (var entry : fields.entrySet()) {
      out.append(lead).append(key(String.valueOf(entry.getKey()))).append(':');
      value(entry.getValue(), indent);
      lead = indent;
    }
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
      case Map<?, ?> map -> {
        out.append('\n');
        fields(map, indent + "  ", indent + "  ");
      }
      case List<?> list -> {
        out.append('\n');
        for (var item : list) {
          item(item, indent);
        }
      }
      case String text -> out.append(' ').append(quoted(text)).append('\n');
      default -> out.append(' ').append(value).append('\n');
    }
  }

  private void item(Object item, String indent) {
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      fields(map, indent + "- ", indent + "  ");
    } else {
      out.append(indent).append('-');
      value(item, indent + "  ");
    }
  }

  private static String key(String key) {
    return key.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !key.matches("(?i)true|false|null|yes|no")
        ? key
        : quoted(key);
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\x%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
