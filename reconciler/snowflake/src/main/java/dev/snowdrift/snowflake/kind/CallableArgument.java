package dev.snowdrift.snowflake.kind;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.snowflake.DataType;
import dev.snowdrift.snowflake.Sql;
import java.util.List;
import java.util.Optional;

/// One argument of a function or procedure.
///
/// @param name canonical after loading, like the type
@Doc("An argument")
public record CallableArgument(
    @Doc("Its name") @Example("POOL") String name,
    @Doc("Its data type") @Example("VARCHAR") String type,
    @Doc("The value of a call that leaves it out, as an SQL expression") @JsonProperty("default")
        Optional<String> defaultValue) {

  /// `(POOL VARCHAR, N NUMBER(38,0) DEFAULT 1)`.
  static Sql write(Sql into, List<CallableArgument> arguments) {
    into.open();
    var first = true;
    for (var argument : arguments) {
      if (!first) {
        into.comma();
      }
      into.name(argument.name).type(DataType.parse(argument.type));
      argument.defaultValue.ifPresent(text -> into.words("DEFAULT").sql(text));
      first = false;
    }
    return into.close();
  }

  /// `POOL VARCHAR`: the length of a type is no part of it.
  String canonical() {
    return name + " " + DataType.parse(type).signature();
  }
}
