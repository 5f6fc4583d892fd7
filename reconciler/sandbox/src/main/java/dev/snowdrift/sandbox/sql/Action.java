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

  /// `ADD COLUMN`.
  record AddColumns(boolean ifNotExists, Value.Table added) implements Action {}

  /// `DROP COLUMN`.
  record DropColumns(boolean ifExists, List<String> columns) implements Action {
    public DropColumns {
      columns = List.copyOf(columns);
    }
  }

  record RenameColumn(String from, String to) implements Action {}

  record AlterColumns(List<ColumnChange> changes) implements Action {
    public AlterColumns {
      changes = List.copyOf(changes);
    }
  }

  record AddConstraint(TableConstraint constraint) implements Action {}

  /// `DROP PRIMARY KEY`, `DROP CONSTRAINT n`, `DROP UNIQUE (c)`, `DROP FOREIGN KEY (c)`.
  ///
  /// @param type of the constraint; CONSTRAINT when it is named
  /// @param what the name, or the columns
  record DropConstraint(String type, List<String> what) implements Action {
    public DropConstraint {
      what = List.copyOf(what);
    }
  }

  /// `CLUSTER BY (...)`; without expressions `DROP CLUSTERING KEY`.
  record ClusterBy(List<String> expressions) implements Action {
    public ClusterBy {
      expressions = List.copyOf(expressions);
    }
  }

  /// Words alone: SUSPEND, RESUME, `RESUME IF SUSPENDED`, `STOP ALL`, `ENABLE MANAGED ACCESS`, ...
  ///
  /// @param operands what follows `STOP ALL OF TYPE`; empty otherwise
  record Command(String words, List<String> operands) implements Action {
    public Command {
      operands = List.copyOf(operands);
    }
  }
}
