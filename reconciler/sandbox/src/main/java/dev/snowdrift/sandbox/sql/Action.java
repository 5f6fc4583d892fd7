package dev.snowdrift.sandbox.sql;

import java.util.List;

/// What ALTER does to an object.
public sealed interface Action {

  record Set(Properties properties) implements Action {}

  record Unset(List<String> keys) implements Action {
    public Unset {
      keys = List.copyOf(keys);
    }
  }

  record SetTags(List<Value.Tag> tags) implements Action {
    public SetTags {
      tags = List.copyOf(tags);
    }
  }

  record UnsetTags(List<Name> tags) implements Action {
    public UnsetTags {
      tags = List.copyOf(tags);
    }
  }

  record RenameTo(Name name) implements Action {}

  record SwapWith(Name name) implements Action {}

  /// `ALTER SERVICE n FROM ...`.
  record Upgrade(Value.Specification specification) implements Action {}

  /// `RESTORE VOLUME "v" INSTANCES 0, 1 FROM SNAPSHOT s`.
  record RestoreVolume(String volume, List<Integer> instances, Name snapshot) implements Action {
    public RestoreVolume {
      instances = List.copyOf(instances);
    }
  }

  /// `ADD | ROTATE | REMOVE | MODIFY PROGRAMMATIC ACCESS TOKEN n ...`.
  record AccessToken(String verb, Identifier token, Properties properties) implements Action {}

  /// `ADD | REMOVE AFTER`, `ADD | DROP ALLOWED_VALUES`, `MODIFY AS`, `MODIFY WHEN`: the words and
  /// what follows them.
  record Modify(String words, Value value) implements Action {}

  /// Words alone: SUSPEND, RESUME, `RESUME IF SUSPENDED`, `STOP ALL`, `ENABLE MANAGED ACCESS`, ...
  ///
  /// @param operands what follows `STOP ALL OF TYPE`; empty otherwise
  record Command(String words, List<String> operands) implements Action {
    public Command {
      operands = List.copyOf(operands);
    }
  }
}
