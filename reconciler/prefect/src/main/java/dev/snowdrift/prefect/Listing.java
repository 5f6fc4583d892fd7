package dev.snowdrift.prefect;

import java.util.Optional;

/// The bulk questions of the API, and how each is put so that its pages fit together.
public enum Listing {
  FLOWS("/flows", Optional.of("CREATED_DESC"), "name"),
  /// Embeds schedules, the concurrency limit, and the names of pool and queue; not the flow's name.
  DEPLOYMENTS("/deployments", Optional.of("CREATED_DESC"), "name"),
  WORK_POOLS("/work_pools", Optional.empty(), "name"),
  /// Of all pools. The server sorts them by name, and does not count them.
  WORK_QUEUES("/work_queues", Optional.empty(), "name"),
  VARIABLES("/variables", Optional.of("CREATED_DESC"), "name"),
  /// Without the values of secrets.
  BLOCK_DOCUMENTS("/block_documents", Optional.of("BLOCK_TYPE_AND_NAME_ASC"), "id"),
  /// Each with its block type. Newest first, which is the server's only order.
  BLOCK_SCHEMAS("/block_schemas", Optional.empty(), "checksum"),
  /// The types of worker that the server knows of, with the templates of their pools. No question
  /// but one document, the same for everybody.
  WORKER_TYPES("/collections/views/aggregate-worker-metadata", Optional.empty(), "type"),
  /// Global limits, those of a tag and those of a deployment. The server sorts them by name, and
  /// does not count them.
  LIMITS("/v2/concurrency_limits", Optional.empty(), "name"),
  AUTOMATIONS("/automations", Optional.of("CREATED_DESC"), "name");

  private final String path;
  private final Optional<String> sort;
  private final String required;

  Listing(String path, Optional<String> sort, String required) {
    this.path = path;
    this.sort = sort;
    this.required = required;
  }

  ApiPath filter() {
    return ApiPath.of(path + "/filter");
  }

  ApiPath count() {
    return ApiPath.of(path + "/count");
  }

  /// Whether the server also has a route that answers with a page and the count of all.
  boolean paginates() {
    return this == FLOWS || this == DEPLOYMENTS;
  }

  ApiPath paginate() {
    return ApiPath.of(path + "/paginate");
  }

  Optional<String> sort() {
    return sort;
  }

  /// A property that every item of an answer must have as text.
  String required() {
    return required;
  }

  /// In messages: `work pools`.
  public String words() {
    return path.substring(path.lastIndexOf('/') + 1).replace('_', ' ');
  }
}
