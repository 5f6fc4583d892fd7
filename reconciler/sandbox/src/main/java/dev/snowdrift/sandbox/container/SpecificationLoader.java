package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.container.StoredSpecification.PinnedImage;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.StagePath;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the specification of a statement and checks that the role may use all that it names
/// (document *CREATE SERVICE*, access control requirements): READ on stages, image repositories and
/// secrets, USAGE on integrations, BIND SERVICE ENDPOINT for public endpoints.
final class SpecificationLoader {
  private final ImageRegistry registry;
  private final AccountHosts hosts;

  SpecificationLoader(ImageRegistry registry, AccountHosts hosts) {
    this.registry = registry;
    this.hosts = hosts;
  }

  /// The specification with its images pinned to what their tags mean now.
  ///
  /// @param service where relative names in the specification begin
  StoredSpecification load(
      Execution execution, ObjectPath service, Value.Specification written, ComputePool pool) {
    var text =
        switch (written.source()) {
          case Value.Specification.Source.Inline(var inline) -> inline;
          case Value.Specification.Source.File(var stage, var file) -> file(execution, stage, file);
        };
    var specification =
        written.template()
            ? ServiceSpecification.parseTemplate(text, values(written))
            : ServiceSpecification.parse(text);
    checkUses(execution, service, specification);
    var pinned = new ArrayList<PinnedImage>();
    for (var image : specification.images()) {
      pinned.add(pin(execution, image));
    }
    return StoredSpecification.of(specification, pinned, hosts.registry(), pool.family());
  }

  private static Map<String, String> values(Value.Specification written) {
    var values = new LinkedHashMap<String, String>();
    written.using().forEach((key, value) -> values.put(key, value.toString()));
    return values;
  }

  private static String file(Execution execution, StagePath place, String file) {
    return execution
        .stageFile(place, file)
        .orElseThrow(
            () -> Texts.service("Specification file '" + file + "' was not found in the stage."));
  }

  private static void checkUses(
      Execution execution, ObjectPath service, ServiceSpecification specification) {
    for (var stage : specification.stages()) {
      execution.require("STAGE", relative(service, stage), "READ");
    }
    for (var secret : specification.secrets()) {
      execution.require("SECRET", relative(service, secret.name()), "READ");
    }
    if (specification.endpoints().stream().anyMatch(ServiceSpecification.Endpoint::isPublic)) {
      execution.checkGlobal("BIND SERVICE ENDPOINT");
    }
  }

  /// The name, completed by the service's database and schema.
  private static Name relative(ObjectPath service, String text) {
    var parts = new ArrayList<>(SqlReader.name(text).parts());
    if (parts.size() == 1) {
      parts.addFirst(Identifier.of(service.schema()));
    }
    if (parts.size() == 2) {
      parts.addFirst(Identifier.of(service.database()));
    }
    return new Name(parts);
  }

  private PinnedImage pin(Execution execution, String image) {
    var reference =
        ImageReference.parse(image, hosts.registry())
            .orElseThrow(() ->
                Texts.invalid(
                    "image", "'" + image + "' is not in an image repository of this account."));
    execution.require(ImageRepositoryKind.KIND, SqlReader.name(reference.repository()), "READ");
    var digest = registry.digest(reference).orElseThrow(() -> Texts.imageMissing(image));
    return new PinnedImage(reference, digest);
  }

  /// Refuses integrations and a warehouse that are absent or may not be used, and rules that
  /// containers do not support (document *Service networking*): wildcards, and ports other than 22,
  /// 80, 443 and from 1024 on.
  static void checkEnvironment(Execution execution, Settings settings) {
    settings
        .text(ServiceSheet.WAREHOUSE)
        .ifPresent(name -> execution.require("WAREHOUSE", SqlReader.name(name), "USAGE"));
    var integrations = settings.list(ServiceSheet.INTEGRATIONS);
    ServiceSheet.checkIntegrations(integrations);
    for (var name : integrations) {
      var integration =
          execution.require("EXTERNAL ACCESS INTEGRATION", SqlReader.name(name), "USAGE");
      for (var rule : integration.settings().list("ALLOWED_NETWORK_RULES")) {
        var path = execution.resolve(Domain.Level.SCHEMA, SqlReader.name(rule));
        execution
            .find("NETWORK RULE", path)
            .ifPresent(found -> checkHosts(rule, found.settings().list("VALUE_LIST")));
      }
    }
  }

  private static void checkHosts(String rule, List<String> hosts) {
    for (var host : hosts) {
      if (host.contains("*") || !portsAllowed(host)) {
        throw Texts.service(
            "Network rule " + rule + " is not supported for services: '" + host + "'.");
      }
    }
  }

  private static boolean portsAllowed(String host) {
    var colon = host.lastIndexOf(':');
    if (colon < 0) {
      return true;
    }
    for (var port : host.substring(colon + 1).split("-", -1)) {
      var number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : -1;
      if (number != 0 && number != 22 && number != 80 && number != 443 && number < 1024) {
        return false;
      }
    }
    return true;
  }

  /// Refuses what could not run on the pool even if nothing else did.
  static void checkFits(StoredSpecification specification, ComputePool pool, int instances) {
    var capacity = pool.family().capacity();
    var one = specification.demand();
    if (!one.fitsIn(capacity)) {
      throw Texts.neverFits(pool.name());
    }
    var used = one;
    int perNode = 1;
    while (perNode < instances && used.plus(one).fitsIn(capacity)) {
      used = used.plus(one);
      perNode++;
    }
    if ((long) perNode * pool.maxNodes() < instances) {
      throw Texts.neverFits(pool.name());
    }
  }

  /// The pool named by a service's settings.
  ///
  /// @throws dev.snowdrift.sandbox.account.SqlError 2003, or 3001 without USAGE
  static ComputePool pool(Execution execution, Settings settings) {
    var name = settings.text(ServiceSheet.POOL).orElseThrow(Errors::cannotPerform);
    return execution
        .require(ComputePoolKind.KIND, SqlReader.name(name), "USAGE")
        .kept(ComputePool.class);
  }
}
