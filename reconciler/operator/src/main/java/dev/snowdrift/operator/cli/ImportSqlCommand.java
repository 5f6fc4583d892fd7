package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.snowflake.Credentials;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.SessionListener;
import dev.snowdrift.snowflake.SnowflakeProvider;
import dev.snowdrift.snowflake.SnowflakeSessions;
import dev.snowdrift.snowflake.SnowflakeSettings;
import dev.snowdrift.snowflake.export.SystemObjects;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = {
      "Write manifests of what SQL scripts set up.",
      "They run one after the other in an empty account inside of this process, which is then"
          + " imported; nothing leaves the machine.",
      "Statements that cannot be run are listed with their place and reason, and make the exit code"
          + " 4."
    },
    mixinStandardHelpOptions = true)
final class ImportSqlCommand implements Callable<Integer> {
  /// What the account inside of this process has beside what scripts make.
  static final SortedMap<ResourceId, String> OWN =
      new TreeMap<>(Map.of(new ResourceId("User", Account.ADMIN), "who runs the scripts"));

  @Mixin ImportOutput target = new ImportOutput();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "SQL scripts, in their order")
  List<Path> scripts = List.of();

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description = "where files are that scripts take from a stage; may be repeated")
  List<Path> folders = List.of();

  @Option(
      names = "--value",
      paramLabel = "NAME=TEXT",
      description = "what to put in the place of a variable of the client or a placeholder")
  Map<String, String> values = Map.of();

  @Option(
      names = "--in",
      paramLabel = "DB[.SCHEMA]",
      description = "a database, and a schema, that exist before and in which the scripts begin")
  @Nullable String in;

  @Option(names = "--survey", hidden = true, description = "count what would come of many scripts")
  boolean survey;

  @Override
  public Integer call() throws IOException {
    if (survey) {
      return new ScriptSurvey(target, values, folders).of(scripts);
    }
    try (var world = world()) {
      var run = new ScriptRun(world, values, folders);
      begin().ifPresent(run::begin);
      for (var script : scripts) {
        run.run(script);
      }
      var refused = report(run.outcomes());
      var code =
          SeenImport.ofAccount(Assembly.kinds(), target, survey(world), false).write(Set.of(), OWN);
      return code == ExitCode.OK.number() && refused > 0 ? ExitCode.PARTIAL.number() : code;
    }
  }

  private Optional<QualifiedName> begin() {
    try {
      return Optional.ofNullable(in).map(QualifiedName::parse);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(target.spec().commandLine(), "--in: " + e.getMessage(), e);
    }
  }

  static LocalWorld world() {
    return LocalWorld.stepped(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /// Everything that is in the account by now, seen through the driver as in any other account.
  static Observation survey(LocalWorld world) {
    var settings =
        new SnowflakeSettings(
            world.sandbox().jdbcUrl(),
            Optional.of(LocalWorld.ACCOUNT),
            List.of(
                new Credentials.Password(Account.ADMIN, new SecretValue(Account.ADMIN_PASSWORD))));
    try (var provider =
        new SnowflakeProvider(
            new SnowflakeSessions(settings, SessionListener.NONE), SnowflakeKinds.all())) {
      return provider.survey(name -> !SystemObjects.isDatabase(name));
    }
  }

  private long report(List<ScriptRun.Outcome> outcomes) {
    var output = target.output();
    for (var outcome : outcomes) {
      outcome.notes().forEach(note -> output.say(outcome.place() + ": " + note));
      outcome
          .refusal()
          .ifPresent(why ->
              output.say(
                  "not run: %s: %s\n    %s"
                      .formatted(outcome.place(), outcome.statement().head(), why)));
    }
    var refused = outcomes.stream().filter(outcome -> outcome.refusal().isPresent()).count();
    output.say(
        "%d statements: %d run, %d not"
            .formatted(outcomes.size(), outcomes.size() - refused, refused));
    return refused;
  }
}
