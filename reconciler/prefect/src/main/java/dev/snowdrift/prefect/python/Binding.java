package dev.snowdrift.prefect.python;

/// What gives a name at the top level of a file its meaning.
sealed interface Binding {

  /// From another module.
  ///
  /// @param qualified `typing.Optional` for `from typing import Optional as O`
  record Imported(String qualified) implements Binding {}

  record Defined(Definition definition) implements Binding {}

  record Assigned(Expression value) implements Binding {}

  /// A loop, a `with`, an `except`, an unpacking, a change in place.
  record Other() implements Binding {}
}
