package dev.snowdrift.sandbox.sql;

/// A place in a stage: `@db.schema.stage/dir/file`.
///
/// @param path what follows the stage's name, without the leading slash; may be empty
public record StagePath(Name stage, String path) {}
