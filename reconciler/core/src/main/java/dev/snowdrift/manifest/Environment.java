package dev.snowdrift.manifest;

/// What `environments/<env>.yaml` says, and the commit it is rendered for.
///
/// @param checkout the environment's name, branch and commit
/// @param values `spec.values` as written
/// @param allowEmpty `spec.allowEmpty`: no resources at all is meant
/// @param at where the document begins
public record Environment(Checkout checkout, Mapping values, boolean allowEmpty, Location at) {

  /// The same tree with every `${...}` replaced; see [Substitution]. For manifests and for the
  /// specification files that a kind loads later.
  public Node substitute(Node node, String subject, Problems problems) {
    return new Substitution(this, subject, problems).apply(node);
  }
}
