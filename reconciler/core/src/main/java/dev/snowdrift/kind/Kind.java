package dev.snowdrift.kind;

import dev.snowdrift.manifest.Lifecycle;
import java.util.List;

/// What a kind of resource is. One implementation, one file: the specification record, the fields
/// with their canonical form and repair, references, effects, and (in the provider's own interface)
/// how a row or JSON object is read. Stateless and pure: it writes effects and never runs one.
///
/// @param <S> the specification record; its components are the manifest's `spec`
public interface Kind<S> {

  /// As in the manifest: `ComputePool`.
  String name();

  Target target();

  Wave wave();

  Class<S> specification();

  /// What happens to an object whose manifest is removed, when the manifest says nothing else.
  /// Kinds that hold data answer ORPHAN.
  default Lifecycle.Deletion deletion() {
    return Lifecycle.Deletion.DELETE;
  }

  /// Whether manifests may declare it; false for kinds that only other kinds expand to.
  default boolean declarable() {
    return true;
  }

  /// Whether its objects carry our mark. Where false, the previous revision's manifests are the
  /// proof.
  default boolean marked() {
    return true;
  }

  /// The canonical form of a name as written in a manifest.
  ///
  /// @throws IllegalArgumentException with a reason for people when it is not a name of this kind
  String canonicalName(String written);

  /// Checks what the schema cannot, and completes the specification from files of the commit.
  /// Reports problems to the context; the answer is used only if there were none.
  default S load(S spec, LoadContext context) {
    return spec;
  }

  /// The resources that one manifest stands for, itself included. Several manifests may imply the
  /// same resource, with equal specifications.
  default List<Desired<?>> expand(Desired<S> resource, Expansion context) {
    return List.of(resource);
  }

  List<Reference> references(Desired<S> resource);

  /// The secrets whose values this resource needs when it is written.
  default List<SecretSource> secrets(Desired<S> resource) {
    return List.of();
  }

  /// A few words shown beside the creation of a resource: where a secret comes from, which family a
  /// pool has. Empty when there is nothing to say.
  default String note(Desired<S> resource) {
    return "";
  }

  /// In the order in which they are shown.
  List<Field<S>> fields();

  /// What one difference takes: the repair of its field, unless the values decide (a longer text
  /// column is altered, a dropped one loses data).
  ///
  /// @param all every difference of the object, this one included
  default Repair repair(Desired<S> resource, Drift drift, List<Drift> all) {
    return fields().stream()
        .filter(field -> field.name().equals(drift.field()))
        .findFirst()
        .orElseThrow()
        .repair();
  }

  /// Makes the object with our mark on it. Must not replace one that exists.
  List<Effect> create(Desired<S> resource, Mark mark);

  /// Repairs exactly the drifted fields and keeps or renews the mark.
  List<Effect> update(Desired<S> resource, Observed observed, List<Drift> drifts, Mark mark);

  /// Puts our mark on an object that exists, and changes nothing else.
  List<Effect> adopt(Desired<S> resource, Observed observed, Mark mark);

  /// Removes the object, and nothing that is not shown in its plan.
  List<Effect> delete(Observed observed);
}
