package dev.snowdrift.kind;

import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /// What has to wait until an object of this kind is ready.
  default Readiness readiness() {
    return Readiness.NOBODY_WAITS;
  }

  /// The name of one run of the resource, for kinds whose objects run once and then end: 16
  /// hexadecimal digits that change with everything that makes it run again. Empty for kinds whose
  /// objects stay.
  default Optional<String> run(Desired<S> resource) {
    return Optional.empty();
  }

  /// The resources whose secret values its containers read once, when they start.
  default List<ResourceId> secretsReadAtStart(Desired<S> resource) {
    return List.of();
  }

  /// Whether repairing these differences starts it anew, so that what it depends on should be ready
  /// before.
  default boolean startsAnew(List<Drift> drifts) {
    return false;
  }

  /// Why an object cannot be changed or removed just now although nothing is wrong with it: it is
  /// on its way. Empty when it can.
  ///
  /// @param drifts what would be repaired; empty for a removal
  default Optional<String> busy(Observed observed, List<Drift> drifts) {
    return Optional.empty();
  }

  /// Whether repairing these differences only finishes what an earlier pass began with consent, so
  /// that it needs no other.
  default boolean finishes(Desired<S> resource, Observed observed, List<Drift> drifts) {
    return false;
  }

  /// Whether our mark can be put on an object that exists already.
  default boolean adoptable() {
    return true;
  }

  /// Whether our mark can be put on this one.
  default boolean adoptable(Observed observed) {
    return adoptable();
  }

  /// The object that brings this one along when it is made. As long as that one is ours and this
  /// one carries nobody's mark, it is taken over without being asked for. Empty for objects that
  /// are made by themselves.
  default Optional<ResourceId> comesWith(ResourceId id) {
    return Optional.empty();
  }

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

  /// Checks what only all declared resources of the kind together show. Called once for a commit
  /// whose resources have no problem each by itself.
  default void check(List<Desired<S>> resources, Problems problems) {}

  /// All declared resources of the kind, in a commit without problems, completed with what only all
  /// of them together show: which of them has to be written before which.
  default List<Desired<S>> together(List<Desired<S>> resources) {
    return resources;
  }

  /// How its objects form units that can only be changed while a root is suspended; empty for kinds
  /// whose objects stand alone.
  default Optional<Rooted<S>> rooted() {
    return Optional.empty();
  }

  List<Reference> references(Desired<S> resource);

  /// Objects that must not be there because this resource says that it is all there is: grants of
  /// an exclusive role that nobody declares. They are pruned under the guards of every removal.
  default List<ResourceId> unwanted(Desired<S> resource, Observation observation) {
    return List.of();
  }

  /// The resource completed with what only the world knows: the digest that an image's tag means
  /// now. Changes nothing that a commit says.
  default Desired<S> resolve(Desired<S> resource, Surroundings around) {
    return resource;
  }

  /// What stands against writing the resource, found only beside the world.
  ///
  /// @param writing the fields that a plan would write; empty when it would write none
  default List<Objection> objections(
      Desired<S> resource, Set<String> writing, Surroundings around) {
    return List.of();
  }

  /// How long a new or changed object may take to become healthy; empty when nobody waits for it.
  default Optional<Duration> readyWithin(Desired<S> resource) {
    return Optional.empty();
  }

  /// The resource with that part of an earlier revision to which a failed change goes back; the
  /// resource itself where nothing can go back.
  default Desired<S> rolledBack(Desired<S> resource, Desired<S> to) {
    return resource;
  }

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
  /// column is altered, a dropped one loses data) or how the object stands.
  ///
  /// @param all every difference of the object, this one included
  default Repair repair(Drift drift, Observed observed, List<Drift> all) {
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

  /// Takes our mark off an object that stays, and changes nothing else; nothing where objects carry
  /// no mark. An adoption without a mark writes what a person wrote, alone.
  ///
  /// @param before the resource as it was last declared
  default List<Effect> release(Desired<S> before, Observed observed) {
    return marked() ? adopt(before, observed, Mark.NONE) : List.of();
  }

  /// Whether the object holds what cannot be made again, so that its removal waits for a person.
  default boolean holdsData(Observed observed) {
    return deletion() == Lifecycle.Deletion.ORPHAN;
  }

  /// What else goes when the object is removed, for people: the runs that are scheduled, a history.
  /// Empty when nothing does.
  default String takesAlong(Observed observed) {
    return "";
  }

  /// Removes the object, and nothing that is not shown in its plan.
  List<Effect> delete(Observed observed);

  /// What a manifest has to say so that the object stays as it was observed; bound and compared
  /// with the same observation, it differs in nothing. Fields at their standard value are left out.
  /// Kinds override it where a field's canonical form is not how a manifest writes it.
  default Export exported(Observed observed) {
    return Export.ofFields(this, observed);
  }
}
