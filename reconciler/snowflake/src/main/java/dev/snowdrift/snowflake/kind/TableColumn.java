package dev.snowdrift.snowflake.kind;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.snowflake.DataType;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One column of a table, wholly declared: no comment means none.
///
/// @param name canonical after loading, like the type
@Doc("A column")
public record TableColumn(
    @Doc("Its name") @Example("ID") String name,
    @Doc("Its data type, by any of its names") @Example("NUMBER(38,0)") String type,
    @Doc("Whether it may hold NULL") @Default("true") boolean nullable,
    @Doc(
            "The value of rows that do not give one, as an SQL expression; only a new column can"
                + " get it")
        @Example("CURRENT_TIMESTAMP()")
        @JsonProperty("default")
        Optional<String> defaultValue,
    @Doc("What it holds") @Max(900) Optional<String> comment) {
  private static final Pattern CAST =
      Pattern.compile("CAST ?\\( ?(.+) AS [A-Z_]+(?: ?\\([0-9, ]+\\))? ?\\)", Pattern.DOTALL);
  private static final Pattern SEQUENCE = Pattern.compile("(.+)\\.NEXTVAL");
  private static final Pattern CONTEXT =
      Pattern.compile(
          "(?:CURRENT_(?:TIMESTAMP|DATE|TIME|USER|ROLE|ACCOUNT|WAREHOUSE|DATABASE|SCHEMA|SESSION)"
              + "|LOCALTIME|LOCALTIMESTAMP|SYSDATE)");

  /// The column as it is declared, in canonical form.
  JsonNode canonical(QualifiedName table) {
    return node(
        name, type, nullable, defaultValue.flatMap(text -> expression(text, table)), comment);
  }

  /// A row of DESCRIBE TABLE in canonical form.
  static JsonNode read(Row row, QualifiedName table) {
    var type = row.need("type");
    return node(
        new Identifier(row.need("name")).canonical(),
        DataType.find(type).map(DataType::canonical).orElse(type),
        row.bool("null?").orElse(true),
        row.textUnlessNull("default").flatMap(text -> expression(text, table)),
        row.text("comment"));
  }

  private static JsonNode node(
      String name,
      String type,
      boolean nullable,
      Optional<String> defaultValue,
      Optional<String> comment) {
    var node = JsonNodeFactory.instance.objectNode();
    comment
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> node.put("comment", text));
    defaultValue.ifPresent(text -> node.put("default", text));
    node.put("name", name);
    node.put("nullable", nullable);
    node.put("type", type);
    return Canonical.tree(node);
  }

  /// A default as the server renders it: key words in upper case, context functions with brackets,
  /// sequences by full name, without the conversion to the column's type. `NULL` is none.
  static Optional<String> expression(String written, QualifiedName table) {
    var text = upper(SqlText.normal(written));
    var cast = CAST.matcher(text);
    if (cast.matches() && SqlText.objection(cast.group(1)).isEmpty()) {
      text = cast.group(1).strip();
    }
    var sequence = SEQUENCE.matcher(text);
    if (sequence.matches()) {
      text = sequence(sequence.group(1), table) + ".NEXTVAL";
    }
    if (CONTEXT.matcher(text).matches()) {
      text += "()";
    }
    return text.equals("NULL") ? Optional.empty() : Optional.of(text);
  }

  private static String sequence(String written, QualifiedName table) {
    try {
      var name = QualifiedName.parse(written);
      return switch (name.parts().size()) {
        case 1 -> table.parent().child(name.last()).canonical();
        case 2 -> table.parent().parent().canonical() + "." + name.canonical();
        default -> name.canonical();
      };
    } catch (IllegalArgumentException e) {
      return written;
    }
  }

  /// In upper case outside of quotations.
  static String upper(String sql) {
    var out = new StringBuilder();
    for (var piece : SqlText.read(sql).pieces()) {
      out.append(piece.spaced() && !out.isEmpty() ? " " : "");
      var quoted = "'\"$".indexOf(piece.text().charAt(0)) >= 0;
      out.append(quoted ? piece.text() : piece.text().toUpperCase(Locale.ROOT));
    }
    return out.toString();
  }

  /// `ID NUMBER(38,0) NOT NULL DEFAULT 0 COMMENT 'key'`.
  void write(Sql into) {
    into.name(name).type(DataType.parse(type));
    if (!nullable) {
      into.words("NOT NULL");
    }
    defaultValue.ifPresent(text -> into.words("DEFAULT").sql(text));
    comment.map(String::strip).ifPresent(text -> into.words("COMMENT").text(text));
  }
}
