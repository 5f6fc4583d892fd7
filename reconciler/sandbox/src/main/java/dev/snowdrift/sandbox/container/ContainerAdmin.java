package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.Registry;
import dev.snowdrift.sandbox.container.Behaviour.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pushes images and scripts containers over the admin endpoint:
///
/// - `POST /sandbox/images` with `repository` (DB.SCHEMA.REPOSITORY), `name`, `tag`, `digest`; a
///   tag that exists moves
/// - `POST /sandbox/containers` with `image` (as `ContainerWorld.behaviour` takes it), `outcome`
///   (`ready`, `neverReady`, `neverStarts`, `exits`), `message`, `startSeconds`, for `exits`
///   `afterSeconds` and `code`, and `log`, a list of lines
/// - `POST /sandbox/capacity` with `family` and `available`
final class ContainerAdmin implements Registry.Feature {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ContainerWorld world;
  private final ImageRegistry images;

  ContainerAdmin(ContainerWorld world, ImageRegistry images) {
    this.world = world;
    this.images = images;
  }

  @Override
  public void register(Registry registry) {
    registry
        .admin("POST /sandbox/images", this::push)
        .admin("POST /sandbox/containers", this::behave)
        .admin("POST /sandbox/capacity", this::capacity);
  }

  private JsonNode push(JsonNode body) {
    images.push(
        text(body, "repository"), text(body, "name"), text(body, "tag"), text(body, "digest"));
    return JSON.createObjectNode().put("digest", text(body, "digest"));
  }

  private JsonNode behave(JsonNode body) {
    var image = text(body, "image");
    var log = new ArrayList<String>();
    body.path("log").forEach(line -> log.add(line.asString("")));
    world.behaviour(image, new Behaviour(seconds(body, "startSeconds"), outcome(body), log));
    return JSON.createObjectNode().put("image", image);
  }

  private static Outcome outcome(JsonNode body) {
    var outcome = text(body, "outcome");
    var code = body.path("code").asInt(0);
    return switch (outcome) {
      case "ready" -> new Outcome.Ready();
      case "neverReady" ->
          new Outcome.NeverReady(
              body.path("message").asString("Readiness probe is failing at path"));
      case "neverStarts" ->
          new Outcome.NeverStarts(body.path("message").asString("Failed to pull image"));
      case "exits" ->
          new Outcome.Exits(
              seconds(body, "afterSeconds"),
              code,
              body.path("message").asString(code == 0 ? "Completed successfully" : "Failed"));
      default ->
          throw new IllegalArgumentException(
              "outcome: ready, neverReady, neverStarts or exits, not '" + outcome + "'");
    };
  }

  private JsonNode capacity(JsonNode body) {
    var family = text(body, "family");
    world.capacity(family, body.path("available").asBoolean(true));
    return JSON.createObjectNode().put("family", family);
  }

  private static Duration seconds(JsonNode body, String field) {
    return Duration.ofMillis((long) (body.path(field).asDouble(0) * 1000));
  }

  private static String text(JsonNode body, String field) {
    var text = body.path(field).asString("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException(field + ": a text");
    }
    return text;
  }
}
