package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.Row;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Gathers what a row says about one object.
final class Fields {
  private final ResourceId id;
  private final Row row;
  private final TreeMap<String, JsonNode> fields = new TreeMap<>();
  private final TreeMap<String, String> facts = new TreeMap<>();
  private Health health = Health.HEALTHY;

  /// Begins with what every row has: comment and mark, owner and creation time.
  Fields(ResourceId id, Row row) {
    this.id = id;
    this.row = row;
    Comments.userText(row).ifPresent(text -> fields.put(Comments.FIELD, Canonical.text(text)));
    fact("owner", row.text("owner"));
    fact("created_on", row.text("created_on"));
  }

  Fields field(String name, Optional<JsonNode> value) {
    value.ifPresent(known -> fields.put(name, known));
    return this;
  }

  Fields field(String name, JsonNode value) {
    fields.put(name, value);
    return this;
  }

  Fields text(String name, Optional<String> value) {
    return field(name, Canonical.text(value));
  }

  Fields number(String name, String column) {
    return field(name, Canonical.number(row.number(column)));
  }

  Fields bool(String name, String column) {
    return field(name, Canonical.bool(row.bool(column)));
  }

  Fields fact(String name, Optional<String> value) {
    value.ifPresent(known -> facts.put(name, known));
    return this;
  }

  Fields unreadable(String field, String why) {
    facts.put("unreadable." + field, why);
    return this;
  }

  Fields health(Health value) {
    health = value;
    return this;
  }

  Observed observed() {
    return new Observed(id, fields, Comments.mark(row), health, facts);
  }
}
