package dev.snowdrift.kind;

import dev.snowdrift.manifest.Problem;

/// Why a resource cannot be written as it is declared, seen only beside the world.
public sealed interface Objection {

  /// The manifest is at fault. Nothing of the environment is written until a commit corrects it.
  record Wrong(Problem problem) implements Objection {}

  /// Something that no commit brings has to be there first. Only this resource waits for it.
  record Wait(String why, String next) implements Objection {}
}
