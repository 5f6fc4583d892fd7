package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.container.StoredSpecification.PinnedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContainerWorldTest {
  private static final String HOST = "acme-main.registry.snowflakecomputing.com";

  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-01-05T09:00:00Z"));
  private final ContainerWorld world = new ContainerWorld(clock, Timings.realistic());

  private static StoredSpecification specification(String tag, String cpu) {
    var specification =
        ServiceSpecification.parse(
            """
            spec:
              containers:
              - name: web
                image: /db/sc/repo/web:%s
                resources: {requests: {cpu: %s}}
              endpoints: [{name: api, port: 80, public: true}]
            """
                .formatted(tag, cpu));
    var reference = ImageReference.parse("/db/sc/repo/web:" + tag, HOST).orElseThrow();
    var digest = "sha256:" + String.valueOf(tag.charAt(tag.length() - 1)).repeat(64);
    return StoredSpecification.of(
        specification,
        List.of(new PinnedImage(reference, digest)),
        HOST,
        InstanceFamily.named("CPU_X64_XS").orElseThrow());
  }

  private ComputePool pool(int min, int max) {
    var family = InstanceFamily.named("CPU_X64_XS").orElseThrow();
    var pool = new ComputePool("P", family, min, max, clock.instant());
    pool.resume(clock.instant());
    world.add(pool);
    world.settle();
    return pool;
  }

  private Workload service(String name, int instances, StoredSpecification specification) {
    return workload(name, instances, specification, false);
  }

  private Workload workload(
      String name, int instances, StoredSpecification specification, boolean job) {
    var identity = new Workload.Identity("DB", "SC", name, world.nextNumber());
    var workload =
        new Workload(identity, "P", job, specification, instances, instances, clock.instant());
    world.add(workload);
    world.settle();
    return workload;
  }

  private Instant after(Duration time) {
    clock.step(time);
    return world.advance();
  }

  private Instant after(int seconds) {
    return after(Duration.ofSeconds(seconds));
  }

  private String state(ComputePool pool) {
    var now = world.advance();
    return pool.state(now, world.onPool("P").stream().anyMatch(w -> w.working(now)));
  }

  @Test
  void a_pool_starts_then_grows_to_its_minimum_and_idles() {
    var pool = pool(2, 3);

    var states =
        IntStream.of(0, 89, 1, 20)
            .mapToObj(s -> {
              after(s);
              return state(pool);
            })
            .toList();

    assertThat(states).containsExactly("STARTING", "STARTING", "RESIZING", "IDLE");
  }

  @Test
  void a_service_waits_for_a_node_and_then_for_its_containers() {
    var pool = pool(1, 1);
    var service = service("S", 1, specification("v1", "0.5"));

    var first = service.status(world.advance());
    after(90);
    var placed = service.status(world.advance());
    var now = after(20);

    assertThat(first).isEqualTo("PENDING");
    assertThat(placed).isEqualTo("PENDING");
    assertThat(service.current()).isEqualTo(1);
    assertThat(service.status(now)).isEqualTo("RUNNING");
    assertThat(state(pool)).isEqualTo("ACTIVE");
  }

  @Test
  void one_long_step_ends_where_many_small_steps_end() {
    var pool = pool(1, 3);
    var service = service("S", 3, specification("v1", "0.9"));

    var now = after(Duration.ofMinutes(10));

    assertThat(service.status(now)).isEqualTo("RUNNING");
    assertThat(pool.readyNodes(now)).hasSize(3);
    assertThat(service.instances())
        .extracting(instance -> instance.created().toString())
        .containsOnly("2026-01-05T09:00:00Z");
  }

  @Test
  void an_instance_that_fits_no_node_waits_at_the_maximum() {
    var pool = pool(1, 1);
    var service = service("S", 2, specification("v1", "0.9"));

    var now = after(Duration.ofMinutes(10));

    assertThat(service.status(now)).isEqualTo("PENDING");
    assertThat(service.instances().get(1).state(0, now).message())
        .isEqualTo("Unschedulable due to insufficient resources");
    assertThat(pool.lastingNodes()).isEqualTo(1);
  }

  @Test
  void an_upgrade_replaces_instances_one_by_one_in_descending_id() {
    pool(1, 1);
    var service = service("S", 2, specification("v1", "0.1"));
    after(Duration.ofMinutes(5));
    var next = specification("v2", "0.1");

    service.specification(next);
    world.settle();
    var firstStep = service.instances().stream().map(i -> i.status(world.advance())).toList();
    after(30);
    var half = service.instances().stream().map(i -> i.specification().equals(next)).toList();
    var upgradingAtHalf = service.upgrading();
    after(30);

    assertThat(firstStep).containsExactly("READY", "TERMINATING");
    assertThat(half).containsExactly(false, true);
    assertThat(upgradingAtHalf).isTrue();
    assertThat(service.upgrading()).isFalse();
    assertThat(service.instances()).allMatch(i -> i.specification().equals(next));
    assertThat(service.status(world.advance())).isEqualTo("RUNNING");
  }

  @Test
  void an_upgrade_to_an_image_that_is_never_ready_stays_upgrading() {
    pool(1, 1);
    var service = service("S", 2, specification("v1", "0.1"));
    after(Duration.ofMinutes(5));
    world.behaviour("db/sc/repo/web:v2", Behaviour.neverReady(Duration.ofSeconds(1)));

    service.specification(specification("v2", "0.1"));
    world.settle();
    var now = after(Duration.ofHours(3));

    assertThat(service.upgrading()).isTrue();
    assertThat(service.ready(now)).isEqualTo(1);
    assertThat(service.status(now)).isEqualTo("PENDING");
  }

  @Test
  void a_failing_container_is_restarted_with_growing_delay() {
    pool(1, 1);
    world.behaviour("db/sc/repo/web", Behaviour.exits(Duration.ofSeconds(5), 3));
    var service = service("S", 1, specification("v1", "0.1"));

    after(95);
    var failed = service.status(world.advance());
    var first = service.instances().getFirst().state(0, world.advance());
    var later = service.instances().getFirst().state(0, after(Duration.ofHours(1)));

    assertThat(failed).isEqualTo("FAILED");
    assertThat(first.lastExit()).contains(3);
    assertThat(first.restarts()).isZero();
    assertThat(later.restarts()).isBetween(10, 20);
  }

  @Test
  void suspending_and_resuming_a_service_takes_time() {
    pool(1, 1);
    var service = service("S", 1, specification("v1", "0.1"));
    after(Duration.ofMinutes(5));

    service.suspend(world.advance());
    world.settle();
    var suspending = service.status(world.advance());
    var suspended = service.status(after(10));
    service.resume(world.advance());
    world.settle();
    var resumed = service.status(world.advance());
    var running = service.status(after(20));

    assertThat(suspending).isEqualTo("SUSPENDING");
    assertThat(suspended).isEqualTo("SUSPENDED");
    assertThat(resumed).isEqualTo("PENDING");
    assertThat(running).isEqualTo("RUNNING");
    assertThat(service.suspendedOn()).isPresent();
  }

  @Test
  void a_deleted_service_keeps_its_name_until_its_instances_are_gone() {
    pool(1, 1);
    var service = service("S", 1, specification("v1", "0.1"));
    after(Duration.ofMinutes(5));

    service.delete();
    world.settle();
    var during = world.workload("DB.SC.S").map(s -> s.status(clock.instant()));
    after(10);

    assertThat(during).contains("DELETING");
    assertThat(world.workload("DB.SC.S")).isEmpty();
  }

  @Test
  void a_job_ends_with_its_containers() {
    pool(1, 1);
    var done = workload("J", 2, specification("v1", "0.1"), true);
    world.behaviour("db/sc/repo/web:v2", Behaviour.exits(Duration.ofSeconds(30), 1));
    var failing = workload("K", 1, specification("v2", "0.1"), true);

    after(95);
    var running = done.status(world.advance());
    var now = after(60);

    assertThat(running).isEqualTo("RUNNING");
    assertThat(done.status(now)).isEqualTo("DONE");
    assertThat(failing.status(now)).isEqualTo("FAILED");
    assertThat(failing.instances().getFirst().state(0, now).restarts()).isZero();
  }

  @Test
  void a_pool_suspends_itself_when_nothing_runs() {
    var pool = pool(1, 1);
    workload("J", 1, specification("v1", "0.1"), true);
    after(100);

    after(Duration.ofSeconds(3599));
    var before = state(pool);
    after(2);
    var stopping = state(pool);
    after(30);

    assertThat(before).isEqualTo("IDLE");
    assertThat(stopping).isEqualTo("STOPPING");
    assertThat(state(pool)).isEqualTo("SUSPENDED");
  }

  @Test
  void a_node_above_the_minimum_goes_when_it_idles() {
    var pool = pool(1, 2);
    var service = service("S", 2, specification("v1", "0.9"));
    after(Duration.ofMinutes(5));

    service.scale(1, 1);
    world.settle();
    var during = pool.lastingNodes();
    after(Duration.ofMinutes(6));

    assertThat(during).isEqualTo(2);
    assertThat(pool.nodes()).hasSize(1);
  }

  @Test
  void a_public_endpoint_gets_a_host_that_lasts_until_the_endpoint_goes() {
    pool(1, 1);
    var hosts = new AccountHosts("ACME", "MAIN_1");
    var service = service("S", 1, specification("v1", "0.1"));
    service.publish(hosts, world.advance());
    var early = url(service);
    after(Duration.ofMinutes(3));
    var host = url(service);

    service.specification(specification("v2", "0.1"));
    service.publish(hosts, world.advance());
    var afterUpgrade = url(service);
    var other = service("T", 1, specification("v1", "0.1"));
    other.publish(hosts, world.advance());
    after(Duration.ofMinutes(3));

    assertThat(early).isEqualTo(Texts.PROVISIONING);
    assertThat(host).matches("[a-z0-9]{8}-acme-main-1\\.snowflakecomputing\\.app");
    assertThat(afterUpgrade).isEqualTo(host);
    assertThat(url(other)).isNotEqualTo(host);
  }

  private String url(Workload service) {
    var now = world.advance();
    return String.valueOf(
        ServiceRows.endpoints(service, now, world.timings().ingress()).getFirst().get(5));
  }

  @Test
  void containers_are_listed_as_show_does() {
    pool(1, 1);
    var service = service("WEB", 1, specification("v1", "0.1"));

    var before = ServiceRows.containers(service, world.advance());
    var now = after(Duration.ofMinutes(2));
    var running = ServiceRows.containers(service, now);

    assertThat(before)
        .containsExactly(
            Arrays.asList(
                "DB", "SC", "WEB", "PENDING", null, null, null, null, null, null, null, null, null,
                null, null));
    assertThat(running)
        .containsExactly(
            Arrays.asList(
                "DB",
                "SC",
                "WEB",
                "RUNNING",
                "0",
                "READY",
                "web",
                "READY",
                "Running",
                HOST + "/db/sc/repo/web:v1",
                "sha256:" + "1".repeat(64),
                "0",
                "2026-01-05T09:01:50Z",
                null,
                null));
    assertThat(ServiceRows.instances(service, now).getFirst())
        .startsWith("DB", "SC", "WEB", "RUNNING", "0", "READY")
        .contains(service.specification().digest(), "2026-01-05T09:00:00Z");
    assertThat(ServiceRows.statusJson(service, now))
        .isEqualTo(
            "[{\"status\":\"READY\",\"message\":\"Running\",\"containerName\":\"web\","
                + "\"instanceId\":\"0\",\"serviceName\":\"WEB\",\"image\":\""
                + HOST
                + "/db/sc/repo/web:v1\",\"restartCount\":0,"
                + "\"startTime\":\"2026-01-05T09:01:50Z\"}]");
  }
}
