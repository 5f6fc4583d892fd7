package dev.snowdrift.sandbox.sql;

import java.util.Optional;

/// An argument of a function or procedure, or a column of the table it returns.
///
/// @param name in stored form
/// @param defaultValue as written; the argument may be left out then
public record Argument(String name, DataType type, Optional<String> defaultValue) {}
