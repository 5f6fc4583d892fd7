package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The system functions about services (documents *SYSTEM$GET_SERVICE_STATUS*,
/// *SYSTEM$GET_SERVICE_LOGS*, *SYSTEM$GET_SERVICE_DNS_DOMAIN*).
final class ServiceFunctions {
  private static final int LOG_LIMIT = 100 * 1024;

  private final ContainerWorld world;

  ServiceFunctions(ContainerWorld world) {
    this.world = world;
  }

  /// A JSON array, one object a container; a time-out is taken and not waited for.
  String status(Execution execution, List<@Nullable String> arguments) {
    var service = service(execution, arguments);
    return ServiceRows.statusJson(service.kept(Workload.class), world.advance());
  }

  /// The last lines that a container has written, at most 100 KB: service, instance, container [,
  /// lines [, before the last restart]].
  String logs(Execution execution, List<@Nullable String> arguments) {
    if (arguments.size() < 3) {
      throw Errors.invalidParameter(String.valueOf(arguments.size()), "argument count");
    }
    var service = service(execution, arguments).kept(Workload.class);
    var now = world.advance();
    var instance = argument(arguments, 1).orElse("");
    var container = argument(arguments, 2).orElse("");
    var run =
        service.instances().stream()
            .filter(i -> String.valueOf(i.id()).equals(instance))
            .flatMap(i -> i.runs().stream())
            .filter(r -> r.container().name().equals(container))
            .findFirst()
            .orElseThrow(() ->
                Texts.service(
                    "Container '" + container + "' of instance " + instance + " not found."));
    var state = run.at(now);
    var previous = argument(arguments, 4).filter(p -> p.equals("1") || p.equalsIgnoreCase("true"));
    if (previous.isPresent() && state.restarts() == 0) {
      throw Texts.service("Container '" + container + "' has not been restarted.");
    }
    var lines = state.started().isPresent() ? run.behaviour().log() : List.<String>of();
    var wanted = argument(arguments, 3).map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    var last = lines.subList(Math.max(0, lines.size() - wanted), lines.size());
    var text = String.join("\n", last);
    return text.length() > LOG_LIMIT ? text.substring(text.length() - LOG_LIMIT) : text;
  }

  /// The DNS suffix of a schema's services.
  String dnsDomain(Execution execution, List<@Nullable String> arguments) {
    var name = SqlReader.name(argument(arguments, 0).orElseThrow(Errors::cannotPerform));
    var schema = execution.resolve(Domain.Level.DATABASE, name);
    var found = execution.visible("SCHEMA", schema).orElseThrow(Errors::cannotPerform).path();
    return AccountHosts.dnsDomain(schemaSeed(execution, found.database(), found.name()));
  }

  /// Cancels a running job.
  String cancelJob(Execution execution, List<@Nullable String> arguments) {
    var name = SqlReader.name(argument(arguments, 0).orElseThrow(Errors::cannotPerform));
    return cancel(execution.require(ServiceKind.KIND, name, "OPERATE"));
  }

  String cancel(AccountObject object) {
    var job = object.kept(Workload.class);
    if (!job.job()) {
      throw Texts.service("Service " + object.name() + " is not a job service.");
    }
    if (!job.finished(world.advance())) {
      job.cancel();
      world.settle();
    }
    return "Job service " + object.name() + " is cancelling.";
  }

  /// Waits until all services named are ready and none upgrades; `OK`, or a refusal when one has
  /// failed or the seconds have passed.
  String waitFor(Execution execution, List<@Nullable String> arguments) {
    var seconds = argument(arguments, 0).filter(text -> text.matches("\\d{1,9}"));
    if (seconds.isEmpty() || arguments.size() < 2) {
      throw Errors.invalidParameter(argument(arguments, 0).orElse("null"), "seconds_to_pause");
    }
    var services = new ArrayList<AccountObject>();
    for (var i = 1; i < arguments.size(); i++) {
      services.add(service(execution, arguments.subList(i, i + 1)));
    }
    var deadline = execution.now().plusSeconds(Long.parseLong(seconds.get()));
    execution.await(() ->
        services.stream().allMatch(this::isReady)
            || services.stream().anyMatch(this::hasFailed)
            || !world.advance().isBefore(deadline));
    for (var service : services) {
      if (!isReady(service)) {
        throw Texts.service(
            hasFailed(service)
                ? "Service " + service.name() + " has failed."
                : "Timed out while waiting for service " + service.name() + ".");
      }
    }
    return "OK";
  }

  private boolean isReady(AccountObject service) {
    var workload = service.kept(Workload.class);
    var status = workload.status(world.advance());
    return (status.equals("RUNNING") || status.equals("DONE")) && !workload.upgrading();
  }

  private boolean hasFailed(AccountObject service) {
    return service.kept(Workload.class).status(world.advance()).equals("FAILED");
  }

  /// The schema as an object: a re-created one gives other names.
  static String schemaSeed(Execution execution, String database, String schema) {
    return execution
        .find("SCHEMA", ObjectPath.inDatabase(database, schema))
        .map(object -> database + "." + schema + "#" + object.id())
        .orElse(database + "." + schema);
  }

  private static AccountObject service(Execution execution, List<@Nullable String> arguments) {
    var name = argument(arguments, 0).orElseThrow(Errors::cannotPerform);
    return execution.require(ServiceKind.KIND, SqlReader.name(name), "MONITOR");
  }

  private static Optional<String> argument(List<@Nullable String> arguments, int index) {
    return index < arguments.size() ? Optional.ofNullable(arguments.get(index)) : Optional.empty();
  }
}
