package dev.snowdrift.snowflake.kind;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What privileges can be granted on, as GRANT and SHOW GRANTS call it.
///
/// @see GrantName
enum Grantable {
  DATABASE(1, "Database"),
  SCHEMA(2, "Schema"),
  WAREHOUSE(1, "Warehouse"),
  COMPUTE_POOL(1, "ComputePool"),
  INTEGRATION(1, ""),
  ROLE(1, "Role"),
  DATABASE_ROLE(2, ""),
  USER(1, "User"),
  SERVICE(3, "Service"),
  IMAGE_REPOSITORY(3, "ImageRepository"),
  SECRET(3, "Secret"),
  STAGE(3, "Stage"),
  NETWORK_RULE(3, "NetworkRule"),
  FILE_FORMAT(3, "FileFormat"),
  TABLE(3, "Table"),
  VIEW(3, "View"),
  TASK(3, "Task"),
  DYNAMIC_TABLE(3, ""),
  EVENT_TABLE(3, ""),
  EXTERNAL_TABLE(3, ""),
  MATERIALIZED_VIEW(3, ""),
  SEQUENCE(3, ""),
  STREAM(3, ""),
  ALERT(3, ""),
  PIPE(3, ""),
  STREAMLIT(3, ""),
  GIT_REPOSITORY(3, ""),
  FUNCTION(3, "Function"),
  PROCEDURE(3, "Procedure");

  private final int parts;
  private final String kind;

  /// @param parts of a full name
  /// @param kind of resource, empty where Snowdrift has none or it cannot be told
  Grantable(int parts, String kind) {
    this.parts = parts;
    this.kind = kind;
  }

  int parts() {
    return parts;
  }

  Optional<String> kind() {
    return Optional.of(kind).filter(k -> !k.isEmpty());
  }

  /// Whether the types of arguments are part of a name.
  boolean hasArguments() {
    return this == FUNCTION || this == PROCEDURE;
  }

  /// `COMPUTE POOL`.
  String words() {
    return name().replace('_', ' ');
  }

  /// `IMAGE REPOSITORIES`.
  String plural() {
    var words = words();
    return words.endsWith("Y") ? words.substring(0, words.length() - 1) + "IES" : words + "S";
  }

  static Optional<Grantable> ofWords(String words) {
    var name = words.toUpperCase(Locale.ROOT).replace(' ', '_');
    return Arrays.stream(values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .or(() ->
            name.endsWith("_INTEGRATION") ? Optional.of(INTEGRATION) : Optional.<Grantable>empty());
  }

  static Optional<Grantable> ofPlural(String words) {
    var upper = words.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> each.plural().equals(upper)).findFirst();
  }
}
