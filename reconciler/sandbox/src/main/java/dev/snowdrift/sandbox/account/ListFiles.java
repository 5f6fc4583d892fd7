package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.StagePath;
import dev.snowdrift.sandbox.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// LIST, and the files of stages for who needs them.
final class ListFiles {
  private ListFiles() {}

  static StatementResult run(Execution execution, Statement.ListFiles statement) {
    var place = statement.place();
    var stage = execution.require("STAGE", place.stage(), "READ");
    var rows =
        new Rows(
            StatementResult.LIST,
            List.of(
                ResultColumn.text("name"),
                ResultColumn.fixed("size"),
                ResultColumn.text("md5"),
                ResultColumn.text("last_modified")));
    stage
        .kept(StageFiles.class)
        .all()
        .forEach((path, file) -> {
          if (path.startsWith(place.path())) {
            rows.add(
                stage.name().toLowerCase(Locale.ROOT) + "/" + path,
                Integer.toString(file.text().getBytes(StandardCharsets.UTF_8).length),
                null,
                file.modified().toString());
          }
        });
    return rows.result();
  }

  static StatementResult remove(Execution execution, Statement.RemoveFiles statement) {
    var stage = execution.require("STAGE", statement.place().stage(), "WRITE");
    var rows =
        new Rows(
            StatementResult.REMOVE,
            List.of(ResultColumn.text("name"), ResultColumn.text("result")));
    var files = stage.kept(StageFiles.class);
    for (var path : matching(files, statement.place().path(), statement.pattern())) {
      files.remove(path);
      rows.add(stage.name().toLowerCase(Locale.ROOT) + "/" + path, "removed");
    }
    return rows.result();
  }

  private static List<String> matching(StageFiles files, String prefix, Optional<String> pattern) {
    return files.all().keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .filter(path -> pattern.map(path::matches).orElse(true))
        .toList();
  }

  static Optional<String> text(Execution execution, StagePath place, String file) {
    var stage = execution.require("STAGE", place.stage(), "READ");
    var folder = place.path();
    var path = folder.isEmpty() || folder.endsWith("/") ? folder + file : folder + "/" + file;
    return stage.kept(StageFiles.class).get(path).map(StageFiles.File::text);
  }
}
