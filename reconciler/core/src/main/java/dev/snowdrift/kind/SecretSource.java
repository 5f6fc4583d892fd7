package dev.snowdrift.kind;

/// Where a secret's value is read from, as late as possible. Never the value itself.
public sealed interface SecretSource extends Comparable<SecretSource> {

  /// A variable of the operator's own process environment, from the list that its configuration
  /// allows.
  record Env(String variable) implements SecretSource {
    @Override
    public String toString() {
      return "env " + variable;
    }
  }

  /// A file in the directory that the operator's configuration names.
  record File(String path) implements SecretSource {
    @Override
    public String toString() {
      return "file " + path;
    }
  }

  @Override
  default int compareTo(SecretSource other) {
    return toString().compareTo(other.toString());
  }
}
