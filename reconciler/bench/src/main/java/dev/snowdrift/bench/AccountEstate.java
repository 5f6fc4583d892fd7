package dev.snowdrift.bench;

/// The manifests of one large account: as many compute pools, secrets and tasks as it is asked for,
/// roles with twenty grants each, and services if wanted; all in one schema.
///
/// Every tenth secret is a PASSWORD, whose user name only a closer look shows. Tasks stand in
/// graphs of ten and each has a parameter, which only a closer look shows. Every second role holds
/// two future grants, one in the schema and one in the database.
final class AccountEstate {
  /// How many grants a role holds.
  static final int GRANTS_OF_A_ROLE = 20;

  static final int TASKS_OF_A_GRAPH = 10;

  private static final String SCHEMA = "SCALE_0.S0";

  private final Documents documents = new Documents();
  private final int each;

  private AccountEstate(int each) {
    this.each = each;
  }

  /// An account.
  ///
  /// @param each how many compute pools, how many secrets, and how many tasks
  /// @param roles how many roles, each with {@link #GRANTS_OF_A_ROLE} grants
  /// @param services how many services, each on a pool of its own; at most as many as pools
  static Estate of(int each, int roles, int services) {
    var account = new AccountEstate(each);
    account.place();
    account.pools();
    account.secrets();
    account.tasks();
    account.roles(roles);
    account.services(services);
    return new Estate(account.documents.count(), account.documents.files());
  }

  /// The one that the issue of its limits speaks of: 1,000 of each, and 50 roles.
  static Estate large(int services) {
    return of(1_000, 50, services);
  }

  static String pool(int i) {
    return "SCALE_POOL_" + i;
  }

  static String secret(int i) {
    return SCHEMA + ".KEY_" + i;
  }

  static String task(int i) {
    return SCHEMA + "." + taskWord(i);
  }

  static String role(int i) {
    return "SCALE_ROLE_" + i;
  }

  static String service(int i) {
    return SCHEMA + ".WORKER_" + i;
  }

  private static String taskWord(int i) {
    return "GRAPH_%d_TASK_%d".formatted(i / TASKS_OF_A_GRAPH, i % TASKS_OF_A_GRAPH);
  }

  private void place() {
    documents.add("Database", "SCALE_0", "comment: the database of ${owner}");
    documents.add("Schema", SCHEMA, "comment: its schema");
    documents.add("ImageRepository", Estate.imageRepository(), "comment: its images");
  }

  private void pools() {
    for (var i = 0; i < each; i++) {
      documents.add(
          "ComputePool",
          pool(i),
          """
          instanceFamily: CPU_X64_XS
          minNodes: 1
          maxNodes: 2
          autoResume: true
          autoSuspendSeconds: 3600
          comment: pool %d\
          """
              .formatted(i));
    }
  }

  private void secrets() {
    for (var i = 0; i < each; i++) {
      var type = i % 10 == 0 ? "type: PASSWORD\nusername: user_" + i : "type: GENERIC_STRING";
      documents.add(
          "Secret",
          secret(i),
          "%s\nvalueFrom: {env: KEY_%d}\ncomment: key %d".formatted(type, i, i));
    }
  }

  /// In each graph a task is after the one at half its number, as in a heap.
  private void tasks() {
    for (var i = 0; i < each; i++) {
      var inGraph = i % TASKS_OF_A_GRAPH;
      var place =
          inGraph == 0
              ? "schedule: {every: 60 MINUTES}"
              : "after: [%s]".formatted(taskWord(i - inGraph + (inGraph - 1) / 2));
      documents.add(
          "Task",
          task(i),
          "%s\ntimeoutSeconds: 600\nsql: SELECT %d\ncomment: task %d".formatted(place, i, i));
    }
  }

  private void roles(int roles) {
    for (var i = 0; i < roles; i++) {
      var spec = new StringBuilder("comment: people of team " + i + "\ngrants:");
      grant(spec, "DATABASE SCALE_0", "USAGE");
      grant(spec, "SCHEMA " + SCHEMA, "USAGE");
      grant(spec, "IMAGE REPOSITORY " + Estate.imageRepository(), "READ");
      if (i % 2 == 0) {
        grant(spec, "FUTURE TABLES IN SCHEMA " + SCHEMA, "SELECT");
        grant(spec, "FUTURE VIEWS IN DATABASE SCALE_0", "SELECT");
      } else {
        grant(spec, "SECRET " + secret(2 * i % each), "READ");
        grant(spec, "SECRET " + secret((2 * i + 1) % each), "READ");
      }
      for (var k = 5; k < GRANTS_OF_A_ROLE; k++) {
        grant(spec, "COMPUTE POOL " + pool((i * GRANTS_OF_A_ROLE + k) % each), "USAGE");
      }
      documents.add("Role", role(i), spec.toString());
    }
  }

  private static void grant(StringBuilder into, String on, String privilege) {
    into.append("\n  - {on: %s, privileges: [%s]}".formatted(on, privilege));
  }

  private void services(int services) {
    for (var i = 0; i < services; i++) {
      documents.add(
          "Service",
          service(i),
          """
          computePool: %s
          instances: {min: 1, max: 1}
          specification:
            spec:
              containers:
                - name: worker
                  image: /scale_0/s0/images_0/worker:1.0.0
                  resources:
                    requests: {memory: 1Gi, cpu: "0.5"}
                    limits: {memory: 1Gi, cpu: "1"}\
          """
              .formatted(pool(i)));
    }
  }
}
