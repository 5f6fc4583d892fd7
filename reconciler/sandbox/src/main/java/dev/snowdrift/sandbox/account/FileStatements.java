package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.StagePath;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// PUT, GET, LIST and REMOVE, and the files of stages for who needs them.
final class FileStatements {
  private static final Set<String> PUT_OPTIONS =
      Set.of("PARALLEL", "AUTO_COMPRESS", "SOURCE_COMPRESSION", "OVERWRITE");
  private static final Set<String> GET_OPTIONS = Set.of("PARALLEL", "PATTERN");

  private FileStatements() {}

  // ---- PUT, GET

  static StatementResult put(Execution execution, Statement.PutFiles put) {
    check(put.options().all(), PUT_OPTIONS);
    var stage = internal(execution, put.place(), "WRITE");
    var root = execution.account().stageFolder(stage);
    var folder = root.resolve(put.place().path()).normalize();
    if (!folder.startsWith(root)) {
      throw Errors.invalidParameter(put.place().path(), "location");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return StatementResult.of(
        StatementResult.PUT,
        new FileTransfer(true, slashed(folder), List.of(put.source()), "", put.options()));
  }

  static StatementResult get(Execution execution, Statement.GetFiles get) {
    check(get.options().all(), GET_OPTIONS);
    var stage = internal(execution, get.place(), "READ");
    var pattern = get.options().get("PATTERN").map(Value::toString);
    var paths = matching(execution, stage, get.place().path(), pattern);
    return StatementResult.of(
        StatementResult.GET,
        new FileTransfer(
            false,
            slashed(execution.account().stageFolder(stage)),
            paths,
            get.target(),
            get.options()));
  }

  private static void check(List<Properties.Property> options, Set<String> known) {
    for (var option : options) {
      if (!known.contains(option.key())) {
        throw SyntaxErrors.unexpected(option.line(), option.position(), option.key());
      }
      if (option.key().equals("PARALLEL")
          && !option.value().toString().matches("[1-9]|[1-9][0-9]")) {
        throw Errors.invalidParameter(option.value().toString(), option.key());
      }
    }
  }

  private static String slashed(Path folder) {
    return folder + "/";
  }

  private static AccountObject internal(Execution execution, StagePath place, String privilege) {
    var stage = execution.require("STAGE", place.stage());
    if (StageKind.isExternal(stage.settings())) {
      throw Errors.unsupported("files of an external stage");
    }
    execution.checkAny(stage, List.of(privilege));
    return stage;
  }

  // ---- LIST, REMOVE

  static StatementResult list(Execution execution, Statement.ListFiles statement) {
    var stage = internal(execution, statement.place(), "READ");
    var rows =
        new Rows(
            StatementResult.LIST,
            List.of(
                ResultColumn.text("name"),
                ResultColumn.fixed("size"),
                ResultColumn.text("md5"),
                ResultColumn.text("last_modified")));
    var files = stage.kept(StageFiles.class).all(execution.now());
    var place = statement.place().path();
    for (var path : matching(execution, stage, place, statement.pattern())) {
      var file = files.get(path);
      if (file != null) {
        rows.add(
            shownPath(stage, path),
            Integer.toString(file.size()),
            file.md5(),
            DateTimeFormatter.RFC_1123_DATE_TIME.format(file.modified().atOffset(ZoneOffset.UTC)));
      }
    }
    return rows.result();
  }

  static StatementResult remove(Execution execution, Statement.RemoveFiles statement) {
    var stage = internal(execution, statement.place(), "WRITE");
    var rows =
        new Rows(
            StatementResult.REMOVE,
            List.of(ResultColumn.text("name"), ResultColumn.text("result")));
    var place = statement.place().path();
    for (var path : matching(execution, stage, place, statement.pattern())) {
      stage.kept(StageFiles.class).remove(path);
      rows.add(shownPath(stage, path), "removed");
    }
    return rows.result();
  }

  private static String shownPath(AccountObject stage, String path) {
    return stage.name().toLowerCase(Locale.ROOT) + "/" + path;
  }

  /// The paths that begin with the prefix and fit the pattern as a whole.
  private static List<String> matching(
      Execution execution, AccountObject stage, String prefix, Optional<String> pattern) {
    try {
      var compiled = pattern.map(Pattern::compile);
      return stage.kept(StageFiles.class).all(execution.now()).keySet().stream()
          .filter(path -> path.startsWith(prefix))
          .filter(path ->
              compiled
                  .map(
                      p -> p.matcher(shownPath(stage, path)).matches() || p.matcher(path).matches())
                  .orElse(true))
          .toList();
    } catch (PatternSyntaxException _) {
      throw Errors.invalidParameter(pattern.orElse(""), "PATTERN");
    }
  }

  static Optional<String> text(Execution execution, StagePath place, String file) {
    var stage = internal(execution, place, "READ");
    var folder = place.path();
    var path = folder.isEmpty() || folder.endsWith("/") ? folder + file : folder + "/" + file;
    return stage.kept(StageFiles.class).get(path, execution.now()).map(StageFiles.File::text);
  }
}
