package dev.snowdrift.golden;

import static java.util.stream.Collectors.joining;

import dev.snowdrift.kind.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// The golden plans of one kind, as a text of sections: a line `=== case` begins a case, a line
/// `--- part` one of its parts. The part `plan` is compared; the others say how it comes about:
///
/// - `by hand` under `=== given`, and `given` itself, hold in all cases: what somebody did,
///   resources
/// - `before` is converged first, `by hand` is what somebody then does, `after` is planned
///
/// Resources are in {@link Notation}; what is done by hand is as its {@link GoldenPlan.Ground}
/// takes it.
public record GoldenFile(Path path, List<Section> sections) {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final String GIVEN = "given";
  private static final Pattern SECTION = Pattern.compile("(?m)^(?==== |--- )");

  public GoldenFile {
    sections = List.copyOf(sections);
  }

  /// A part of a case, or the head of one.
  ///
  /// @param part empty for what stands directly below the head of a case
  public record Section(String group, String part, String body) {
    private String text() {
      return (part.isEmpty() ? "=== " + group : "--- " + part) + "\n" + body;
    }
  }

  /// One case of one kind.
  public record Case(String kind, String name) {
    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  public static GoldenFile of(String kind) {
    var path = FOLDER.resolve(kind + ".txt");
    try {
      return new GoldenFile(path, sections(Files.readString(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every case of those kinds that have a file.
  public static List<Case> cases(Collection<? extends Kind<?>> kinds) {
    return kinds.stream()
        .map(Kind::name)
        .filter(kind -> Files.exists(FOLDER.resolve(kind + ".txt")))
        .flatMap(kind -> of(kind).names().stream().map(name -> new Case(kind, name)))
        .toList();
  }

  public List<String> names() {
    return sections.stream()
        .map(Section::group)
        .filter(group -> !group.equals(GIVEN))
        .distinct()
        .toList();
  }

  public String givenByHand() {
    return part(GIVEN, "by hand");
  }

  public String before(String group) {
    return part(GIVEN, "") + part(group, "before");
  }

  public String byHand(String group) {
    return part(group, "by hand");
  }

  public String after(String group) {
    return part(GIVEN, "") + part(group, "after");
  }

  public String plan(String group) {
    return part(group, "plan").strip() + "\n";
  }

  /// Writes the file anew with another plan for one case.
  void rewrite(String group, String plan) {
    var changed = new ArrayList<Section>();
    for (var section : sections) {
      var mine = section.group().equals(group) && section.part().equals("plan");
      changed.add(mine ? new Section(group, "plan", plan.strip() + "\n\n") : section);
    }
    try {
      Files.writeString(
          path, changed.stream().map(Section::text).collect(joining()).strip() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String part(String group, String part) {
    return sections.stream()
        .filter(section -> section.group().equals(group) && section.part().equals(part))
        .map(Section::body)
        .collect(joining());
  }

  private static List<Section> sections(String text) {
    var sections = new ArrayList<Section>();
    var group = "";
    var blocks = SECTION.splitAsStream(text).filter(block -> !block.isBlank()).toList();
    for (var block : blocks) {
      var end = block.indexOf('\n');
      var head = block.substring(4, end).strip();
      var isGroup = block.startsWith("===");
      group = isGroup ? head : group;
      sections.add(new Section(group, isGroup ? "" : head, block.substring(end + 1)));
    }
    return sections;
  }
}
