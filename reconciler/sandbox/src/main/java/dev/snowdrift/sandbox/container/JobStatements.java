package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Background;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Expression;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// EXECUTE JOB SERVICE, and the methods of a job (documents of those titles).
final class JobStatements {
  private final ContainerWorld world;
  private final ServiceKind kind;
  private final ServiceFunctions functions;
  private long jobsNamed;

  JobStatements(ContainerWorld world, ServiceKind kind, ServiceFunctions functions) {
    this.world = world;
    this.kind = kind;
    this.functions = functions;
  }

  /// Starts a job; unless it is ASYNC, waits for its end. A name stays taken until the job service
  /// is dropped.
  StatementResult execute(Execution execution, Statement.ExecuteJob statement) {
    var job = start(execution, statement);
    execution.await(() -> job.poll().isPresent());
    return job.poll().orElseThrow();
  }

  /// The same for who cannot wait.
  Background begin(Execution execution, Statement.ExecuteJob statement) {
    return start(execution, statement);
  }

  private Started start(Execution execution, Statement.ExecuteJob statement) {
    var settings =
        ServiceSheet.JOB.forCreate(
            statement.properties(), (of, name) -> resolve(execution, of, name));
    var path =
        settings
            .text("NAME")
            .map(name -> execution.resolve(Domain.Level.SCHEMA, SqlReader.name(name)))
            .orElseGet(() -> execution.resolve(Domain.Level.SCHEMA, generated(execution)));
    check(execution, path);
    SpecificationLoader.checkEnvironment(execution, settings);
    var pool = SpecificationLoader.pool(execution, settings);
    var specification = kind.load(execution, path, settings);
    var replicas = (int) settings.integer("REPLICAS");
    SpecificationLoader.checkFits(specification, pool, replicas);

    var object = execution.add(kind, path, settings);
    var job = kind.start(execution, object, specification, true, replicas, replicas);
    return new Started(object, job, settings.flag("ASYNC"));
  }

  /// A job that was started, and whether anybody waits for its end.
  private final class Started implements Background {
    private final AccountObject object;
    private final Workload job;
    private final boolean async;

    Started(AccountObject object, Workload job, boolean async) {
      this.object = object;
      this.job = job;
      this.async = async;
    }

    @Override
    public Optional<StatementResult> poll() {
      if (async) {
        return Optional.of(done("Job " + object.name() + " successfully submitted."));
      }
      var now = world.advance();
      if (!job.finished(now)) {
        return Optional.empty();
      }
      var status = job.status(now);
      if (!status.equals("DONE")) {
        throw Texts.jobFailed(object.name(), status);
      }
      return Optional.of(
          done("Job " + object.name() + " completed successfully with status: DONE."));
    }

    @Override
    public void cancel() {
      functions.cancel(object);
    }
  }

  /// The same name for the same job of an account that is loaded from its dump.
  private Name generated(Execution execution) {
    var seed = (execution.now() + "/" + ++jobsNamed).getBytes(StandardCharsets.UTF_8);
    var id = UUID.nameUUIDFromBytes(seed).toString().replace('-', '_').toUpperCase(Locale.ROOT);
    return new Name(List.of(Identifier.of("JOB_" + id)));
  }

  private static String resolve(Execution execution, String of, Name name) {
    return execution.resolve(execution.domain(of).level(), name).toString();
  }

  private void check(Execution execution, ObjectPath path) {
    ServiceKind.checkPath(path);
    ServiceKind.checkCount(execution);
    var schema = execution.container(path);
    if (!execution.has(schema, kind.createPrivilege())) {
      throw Errors.insufficient("SCHEMA", schema.name());
    }
    execution
        .find(ServiceKind.KIND, path)
        .ifPresent(present -> {
          throw execution.sees(present) ? Errors.exists(path) : Errors.existsUnseen(path);
        });
  }

  /// `CALL n!SPCS_CANCEL_JOB()` and `CALL n!SPCS_WAIT_FOR('DONE', seconds)`.
  StatementResult call(Execution execution, Statement.Call call) {
    var method = call.method().map(Identifier::value).orElse("");
    return switch (method) {
      case "SPCS_CANCEL_JOB" ->
          done(functions.cancel(execution.require(ServiceKind.KIND, call.name(), "OPERATE")));
      case "SPCS_WAIT_FOR" ->
          waitFor(
              execution.require(ServiceKind.KIND, call.name(), "MONITOR"),
              execution,
              call.arguments());
      default -> throw Errors.unsupported("CALL");
    };
  }

  private StatementResult waitFor(
      AccountObject object, Execution execution, List<Expression> arguments) {
    if (arguments.size() != 2
        || !(arguments.get(0) instanceof Expression.Literal(var wanted))
        || !(arguments.get(1) instanceof Expression.Literal(var seconds))
        || !seconds.toString().matches("\\d{1,9}")) {
      throw Errors.cannotPerform();
    }
    var workload = object.kept(Workload.class);
    var deadline = world.advance().plus(Duration.ofSeconds(Long.parseLong(seconds.toString())));
    execution.await(() -> {
      var now = world.advance();
      return workload.status(now).equalsIgnoreCase(wanted.toString())
          || workload.finished(now)
          || !now.isBefore(deadline);
    });
    return done(workload.status(world.advance()));
  }

  private static StatementResult done(String status) {
    return StatementResult.status(StatementResult.DDL, status);
  }
}
