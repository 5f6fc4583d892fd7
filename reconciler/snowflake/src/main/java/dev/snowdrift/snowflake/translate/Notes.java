package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Note;
import java.util.ArrayList;
import java.util.List;

/// Gathers notes in the order in which they come up.
final class Notes {
  private final List<Note> list = new ArrayList<>();

  void translated(Location at, String pointer, String text) {
    list.add(new Note(at, Note.Sort.TRANSLATED, pointer, text));
  }

  void leftOut(Location at, String pointer, String text) {
    list.add(new Note(at, Note.Sort.LEFT_OUT, pointer, text));
  }

  void assumed(Location at, String pointer, String text) {
    list.add(new Note(at, Note.Sort.ASSUMED, pointer, text));
  }

  void warning(Location at, String pointer, String text) {
    list.add(new Note(at, Note.Sort.WARNING, pointer, text));
  }

  List<Note> list() {
    return List.copyOf(list);
  }
}
