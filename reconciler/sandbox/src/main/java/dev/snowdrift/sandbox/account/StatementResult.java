package dev.snowdrift.sandbox.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a statement answers. Every cell is text already in the protocol's form, or null.
///
/// @param statementTypeId the protocol's id of the statement's class (SHOW 0x4400, DDL 0x6000, ...)
/// @param parametersChanged whether session parameters changed, so that the client must be told all
///   of them again
/// @param transfer the files that the client has to copy itself
public record StatementResult(
    int statementTypeId,
    List<ResultColumn> columns,
    List<List<@Nullable String>> rows,
    boolean parametersChanged,
    Optional<FileTransfer> transfer) {

  public static final int SELECT = 0x1000;
  public static final int DML = 0x3000;
  public static final int SCL = 0x4000;
  public static final int ALTER_SESSION = 0x4100;
  public static final int USE = 0x4300;
  public static final int SHOW = 0x4400;
  public static final int DESCRIBE = 0x4500;
  public static final int LIST = 0x4701;
  public static final int GET = 0x7101;
  public static final int PUT = 0x7102;
  public static final int REMOVE = 0x7103;
  public static final int TCL = 0x5000;
  public static final int DDL = 0x6000;

  public StatementResult {
    columns = List.copyOf(columns);
    var copied = new ArrayList<List<@Nullable String>>(rows.size());
    for (var row : rows) {
      copied.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    rows = Collections.unmodifiableList(copied);
  }

  public StatementResult(
      int statementTypeId,
      List<ResultColumn> columns,
      List<List<@Nullable String>> rows,
      boolean parametersChanged) {
    this(statementTypeId, columns, rows, parametersChanged, Optional.empty());
  }

  /// The answer to PUT and GET: the client does the work and makes the rows.
  public static StatementResult of(int statementTypeId, FileTransfer transfer) {
    return new StatementResult(statementTypeId, List.of(), List.of(), false, Optional.of(transfer));
  }

  /// The one-row answer of DDL and its like.
  public static StatementResult status(int statementTypeId, String status) {
    return new StatementResult(
        statementTypeId, List.of(ResultColumn.text("status")), List.of(List.of(status)), false);
  }
}
