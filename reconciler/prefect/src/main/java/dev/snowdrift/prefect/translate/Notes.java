package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Note;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Gathers notes in the order in which they come up, each once.
final class Notes {
  private final Set<Note> all = new LinkedHashSet<>();

  void translated(Location at, String text) {
    all.add(new Note(at, Note.Sort.TRANSLATED, "", text));
  }

  void leftOut(Location at, String text) {
    all.add(new Note(at, Note.Sort.LEFT_OUT, "", text));
  }

  void assumed(Location at, String text) {
    all.add(new Note(at, Note.Sort.ASSUMED, "", text));
  }

  void warning(Location at, String text) {
    all.add(new Note(at, Note.Sort.WARNING, "", text));
  }

  List<Note> list() {
    return List.copyOf(all);
  }
}
