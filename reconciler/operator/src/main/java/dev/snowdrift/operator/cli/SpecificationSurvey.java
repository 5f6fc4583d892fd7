package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.snowflake.translate.ServiceFiles;
import dev.snowdrift.snowflake.translate.SpecificationImport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What would come of many specification files, and of the specifications inside of SQL scripts:
/// how many can be read, imported and validated, how many needed no translation, and why the others
/// are refused.
final class SpecificationSurvey {
  private static final Pattern INLINE =
      Pattern.compile(
          "(?is)FROM\\s+SPECIFICATION(?<template>_TEMPLATE)?\\s*(?:=\\s*)?\\$\\$(?<text>.*?)\\$\\$");

  private enum Fate {
    UNTRANSLATED,
    TRANSLATED,
    INVALID,
    REFUSED,
    UNREADABLE
  }

  private final SpecificationImport translation;
  private final ImportOutput target;
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private final Map<String, Integer> notes = new TreeMap<>();

  SpecificationSurvey(SpecificationImport translation, ImportOutput target) {
    this.translation = translation;
    this.target = target;
  }

  int of(List<Path> files) throws IOException {
    for (var file : files) {
      if (file.toString().endsWith(".sql")) {
        var text = Files.readString(file);
        var matcher = INLINE.matcher(text);
        while (matcher.find()) {
          var line = 1 + (int) text.substring(0, matcher.start("text")).lines().count() - 1;
          one(file, matcher.group("text").getBytes(StandardCharsets.UTF_8), Math.max(1, line));
        }
      } else {
        one(file, Files.readAllBytes(file), 1);
      }
    }
    var total = fates.values().stream().mapToInt(Integer::intValue).sum();
    var unreadable = count(Fate.UNREADABLE);
    var clean = count(Fate.UNTRANSLATED) + count(Fate.TRANSLATED);
    target
        .output()
        .result(
            "%d specifications: %d parse as YAML; %d of those import and validate clean, %d of them without any translation; %d are refused, %d do not validate"
                .formatted(
                    total,
                    total - unreadable,
                    clean,
                    count(Fate.UNTRANSLATED),
                    count(Fate.REFUSED),
                    count(Fate.INVALID)));
    notes.forEach((text, times) -> target.output().result("  %4d %s".formatted(times, text)));
    return count(Fate.INVALID) == 0 ? ExitCode.OK.number() : ExitCode.INVALID.number();
  }

  private int count(Fate fate) {
    return fates.getOrDefault(fate, 0);
  }

  private void one(Path file, byte[] content, int line) {
    switch (translation.of(file.toString(), content, line)) {
      case SpecificationImport.Refused(var problems) -> {
        var yaml = problems.stream().anyMatch(SpecificationSurvey::isYaml);
        note(yaml ? Fate.UNREADABLE : Fate.REFUSED);
        problems.forEach(problem -> say(yaml ? "no YAML" : "refused", problem));
      }
      case SpecificationImport.Imported imported -> {
        var all = new TreeMap<>(imported.files());
        all.put(
            target.environmentPath(),
            ServiceFiles.environment(target.environment(), imported.values()));
        var problems = target.validate(all);
        problems.forEach(problem -> say("invalid: " + file, problem));
        note(
            !problems.isEmpty()
                ? Fate.INVALID
                : imported.isUntranslated() ? Fate.UNTRANSLATED : Fate.TRANSLATED);
        imported.notes().stream()
            .map(note -> note.line().replaceAll("`[^`]*`|\\b[A-Z_0-9]{3,}\\b", "..."))
            .distinct()
            .forEach(text -> notes.merge(text, 1, Integer::sum));
      }
    }
  }

  private static boolean isYaml(Problem problem) {
    return problem.code().number() < Code.FILE_TOO_LARGE.number();
  }

  private void say(String what, Problem problem) {
    target.output().say("%s: %s: %s".formatted(what, problem.at(), problem.what()));
  }

  private void note(Fate fate) {
    fates.merge(fate, 1, Integer::sum);
  }
}
