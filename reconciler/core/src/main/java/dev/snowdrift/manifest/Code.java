package dev.snowdrift.manifest;

import java.util.Locale;

/// Everything that can be wrong with a desired state. Numbers are stable: they are documented,
/// searched for and matched on by scripts, so one is never given to another meaning.
///
/// 10xx YAML, 11xx files and paths, 12xx manifests and values, 13xx fields, 14xx the set of
/// resources.
public enum Code {
  YAML_SYNTAX(1001, "Not well-formed YAML"),
  YAML_ALIAS(1002, "Anchors and aliases are not read"),
  YAML_TAG(1003, "Tags are not read"),
  YAML_DUPLICATE_KEY(1004, "The same key twice in one mapping"),
  YAML_DEPTH(1005, "Nested too deeply"),
  YAML_CONTROL(1006, "Control, format or line separator character"),
  YAML_ENCODING(1007, "Not UTF-8"),
  YAML_MERGE(1008, "Merge keys are not read"),
  YAML_DIRECTIVE(1009, "Directives are not read"),
  YAML_KEY(1010, "A key that is not text"),
  YAML_AMBIGUOUS(1011, "A scalar that YAML versions read differently"),

  FILE_TOO_LARGE(1101, "A file or all files together are too large"),
  FILE_COUNT(1102, "Too many files, documents, objects or entries"),
  FILE_NAME(1103, "A file that would be overlooked because of its name"),
  FILE_POINTER(1104, "A Git LFS pointer instead of content"),
  FILE_UNREADABLE(1105, "A file that cannot be read"),
  PATH_ESCAPE(1110, "A path that is not inside the repository's tree"),
  PATH_SYMLINK(1111, "A symbolic link or submodule in a path"),
  PATH_CONFUSABLE(1112, "Paths that differ only by case or Unicode form"),
  PATH_UNKNOWN(1113, "A file that does not exist in the commit"),

  API_VERSION(1201, "Unknown apiVersion"),
  KIND_UNKNOWN(1202, "Unknown kind"),
  NAME_INVALID(1203, "Not a valid name"),
  NAME_CONFUSABLE(1204, "A name that looks like another"),
  DUPLICATE_RESOURCE(1205, "The same resource twice in one layer"),
  MANIFEST_SHAPE(1206, "Not the shape of a manifest"),
  ENVIRONMENT(1207, "The environment's own file is missing or wrong"),
  VALUE_UNSET(1210, "A value that the environment does not set"),
  VALUE_SYNTAX(1211, "A malformed ${...} reference"),
  VALUE_TYPE(1212, "A list or mapping inside a text"),

  FIELD_UNKNOWN(1301, "Unknown field"),
  FIELD_REQUIRED(1302, "A required field is missing"),
  FIELD_TYPE(1303, "A field of another type"),
  FIELD_VALUE(1304, "A value that the field does not take"),
  SECRET_INLINE(1305, "A secret's value in the repository"),
  SPECIFICATION(1306, "A wrong service specification"),
  ENTRYPOINT(1307, "A flow's entrypoint that does not exist"),
  SCHEDULE(1308, "Not a schedule"),
  SECRET_UNAVAILABLE(1309, "A secret whose value cannot be read from its source"),

  REFERENCE_UNKNOWN(1401, "A reference to something neither declared nor present"),
  REFERENCE_CYCLE(1402, "References that go round in a circle"),
  SCOPE(1403, "Outside of what this environment may name"),
  EMPTY(1404, "An empty desired set"),
  QUOTA(1405, "More than this environment may have"),
  IMAGE_UNKNOWN(1406, "An image that is not in its repository"),
  CAPACITY(1407, "More than the compute pool can ever hold");

  private final int number;
  private final String title;

  Code(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /// The stable number, without prefix.
  public int number() {
    return number;
  }

  /// One line for people, without the particulars.
  public String title() {
    return title;
  }

  /// `SD####`, as shown and documented.
  public String id() {
    return String.format(Locale.ROOT, "SD%04d", number);
  }
}
