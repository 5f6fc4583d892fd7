package dev.snowdrift.snowflake;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One statement, made by {@link Sql} from parts that cannot run into each other.
public final class SqlStatement implements Effect {
  private final List<Part> parts;
  private final StatementClass statementClass;
  private final String about;
  private final Set<Integer> tolerated;

  SqlStatement(
      List<Part> parts, StatementClass statementClass, String about, Set<Integer> tolerated) {
    this.parts = List.copyOf(parts);
    this.statementClass = statementClass;
    this.about = about;
    this.tolerated = Set.copyOf(tolerated);
  }

  /// What a statement is made of.
  sealed interface Part {
    /// Key words and punctuation.
    record Words(String text) implements Part {}

    /// Anything that {@link Sql} has already written safely.
    record Safe(String text) implements Part {}

    /// A literal whose value is read when the statement is sent.
    record Secret(SecretSource source) implements Part {}
  }

  @Override
  public Target target() {
    return Target.SNOWFLAKE;
  }

  public StatementClass statementClass() {
    return statementClass;
  }

  /// What is tried, for messages: `alter COMPUTE POOL ETL`.
  public String about() {
    return about;
  }

  /// The names and literals in it, as they are written.
  Set<String> values() {
    return parts.stream()
        .filter(Part.Safe.class::isInstance)
        .map(part -> ((Part.Safe) part).text())
        .filter(text -> !"(),=".contains(text))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean hasSecrets() {
    return parts.stream().anyMatch(Part.Secret.class::isInstance);
  }

  /// Codes that mean "it is so already".
  Set<Integer> tolerated() {
    return tolerated;
  }

  /// DML and queries run on a warehouse; SHOW, DESCRIBE and DDL in cloud services (Snowflake
  /// documentation, "Overview of warehouses").
  @Override
  public boolean usesWarehouse() {
    return statementClass == StatementClass.DML || statementClass == StatementClass.QUERY;
  }

  @Override
  public String redacted() {
    return text(_ -> new SecretValue(SecretValue.MASK));
  }

  /// The text to send, with secrets in it. Never to be logged.
  String reveal(SecretReader secrets) {
    return text(secrets);
  }

  private String text(SecretReader secrets) {
    var sql = new StringBuilder();
    for (var part : parts) {
      var text =
          switch (part) {
            case Part.Words words -> words.text();
            case Part.Safe safe -> safe.text();
            case Part.Secret secret -> Literal.of(secrets.read(secret.source()).reveal());
          };
      var glued = sql.isEmpty() || sql.charAt(sql.length() - 1) == '(' || ",)".contains(text);
      sql.append(glued ? "" : " ").append(text);
    }
    return sql.toString();
  }

  @Override
  public String toString() {
    return redacted();
  }
}
