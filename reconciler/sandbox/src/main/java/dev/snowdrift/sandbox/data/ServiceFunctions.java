package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What a service function needs of its service: an HTTP endpoint that the role may use (Snowflake
/// documentation, "CREATE FUNCTION (Snowpark Container Services)").
final class ServiceFunctions {
  private ServiceFunctions() {}

  /// @throws SqlError 2003 when there is no such service or endpoint, 1422 when it does not speak
  ///   HTTP
  static void check(Execution execution, Settings settings) {
    var service = SqlReader.name(settings.textOrEmpty("SERVICE"));
    execution.require("SERVICE", service);
    var endpoints =
        execution.run(
            new Statement.Show(
                "ENDPOINTS",
                false,
                false,
                new ShowFilter(
                    Optional.empty(),
                    Optional.of(new ShowFilter.Scope.InKind("SERVICE", Optional.of(service))),
                    Optional.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of())));
    var columns = endpoints.columns().stream().map(ResultColumn::name).toList();
    var wanted = endpoint(settings);
    for (var row : endpoints.rows()) {
      if (wanted.equalsIgnoreCase(row.get(columns.indexOf("name")))) {
        if (!"HTTP".equals(row.get(columns.indexOf("protocol")))) {
          throw new SqlError(
              1422,
              "22023",
              "SQL compilation error:\ninvalid value '" + wanted + "' for property 'ENDPOINT'");
        }
        return;
      }
    }
    throw new SqlError(
        2003,
        "02000",
        "SQL compilation error:\nEndpoint '" + wanted + "' does not exist or not authorized.");
  }

  /// The endpoint's name in lower case, as specifications have it.
  static String endpoint(Settings settings) {
    return switch (settings.written("ENDPOINT").orElseThrow()) {
      case Value.Reference(var name) when !name.last().quoted() ->
          name.last().value().toLowerCase(Locale.ROOT);
      case Value.Reference(var name) -> name.last().value();
      case Value other -> other.toString();
    };
  }
}
