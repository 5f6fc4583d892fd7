package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// What the server knows of the types of worker that there are, with the template that a pool of
/// each has (read from Prefect 3.8.3; a selection). The worker of container services is not in it.
final class CollectionRoutes {
  private final JsonNode workers;

  CollectionRoutes() {
    try (var stream =
        Objects.requireNonNull(
            CollectionRoutes.class.getResourceAsStream("worker-metadata.json"))) {
      this.workers = Json.MAPPER.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read worker-metadata.json", e);
    }
  }

  void addTo(Router router) {
    router
        .on("GET", "/collections/views/aggregate-worker-metadata", _ -> Reply.ok(workers))
        .on(
            "GET",
            "/collections/views/{name}",
            call -> {
              throw ApiError.detail(404, "View " + call.part(0) + " not found in registry");
            });
  }
}
