package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.Grant;
import dev.snowdrift.sandbox.account.Holder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// To whom the roles of a service are granted. Every service has ALL_ENDPOINTS_USAGE besides those
/// that its specification defines (document *Managing service-related privileges*).
final class ServiceRoles {
  static final String ALL = "ALL_ENDPOINTS_USAGE";

  private final Map<String, Map<Holder, Grant>> grants = new TreeMap<>();

  void grant(String role, Grant grant) {
    grants.computeIfAbsent(role, r -> new TreeMap<>()).putIfAbsent(grant.holder(), grant);
  }

  void revoke(String role, Holder holder) {
    grants.getOrDefault(role, new TreeMap<>()).remove(holder);
  }

  Collection<Grant> of(String role) {
    return grants.getOrDefault(role, Map.of()).values();
  }

  /// Forgets the grants of roles that a new specification has no more.
  void keepOnly(List<ServiceSpecification.ServiceRole> roles) {
    grants.keySet().removeIf(role -> !names(roles).contains(role));
  }

  /// All roles of a service, in stored form, the built-in one first.
  static List<String> names(List<ServiceSpecification.ServiceRole> roles) {
    var names = new ArrayList<String>();
    names.add(ALL);
    roles.forEach(role -> names.add(role.name().toUpperCase(Locale.ROOT)));
    return names;
  }
}
