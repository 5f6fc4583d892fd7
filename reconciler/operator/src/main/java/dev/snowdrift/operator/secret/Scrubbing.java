package dev.snowdrift.operator.secret;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Masks the secrets that the operator knows in what an observation tells about the health of
/// objects: containers write what they like into their logs, also the password that they were
/// given, and so do runs into their names and states.
public final class Scrubbing {
  /// A shorter value would be found everywhere.
  private static final int SHORTEST = 4;

  private final SecretReader secrets;
  private final Collection<SecretSource> sources;

  /// @param sources of the values that are masked; those that cannot be read are left out
  public Scrubbing(SecretReader secrets, Collection<SecretSource> sources) {
    this.secrets = secrets;
    this.sources = List.copyOf(sources);
  }

  /// The observation with every known value masked in the messages and in the facts beside them;
  /// values are read only when there is such a text.
  public Observation scrubbed(Observation seen) {
    if (sources.isEmpty() || seen.objects().values().stream().noneMatch(Scrubbing::tells)) {
      return seen;
    }
    var forms = forms();
    var objects = new TreeMap<ResourceId, Observed>(seen.objects());
    objects.replaceAll((_, observed) -> scrubbed(observed, forms));
    return new Observation(objects, seen.gaps());
  }

  private static boolean tells(Observed observed) {
    return !observed.health().message().isEmpty()
        || observed.facts().keySet().stream().anyMatch(Scrubbing::tells);
  }

  private static boolean tells(String fact) {
    return fact.startsWith(Observed.STANDING);
  }

  private static Observed scrubbed(Observed observed, List<Pattern> forms) {
    if (!tells(observed)) {
      return observed;
    }
    var health = observed.health();
    var facts = new TreeMap<String, String>();
    observed
        .facts()
        .forEach((fact, value) -> {
          if (tells(fact)) {
            facts.put(fact, masked(value, forms));
          }
        });
    return observed.judged(new Health(health.status(), masked(health.message(), forms)), facts);
  }

  private static String masked(String text, List<Pattern> forms) {
    var masked = text;
    for (var form : forms) {
      masked = form.matcher(masked).replaceAll(SecretValue.MASK);
    }
    return masked;
  }

  /// Every form in which a value could stand in a text, the longest first.
  private List<Pattern> forms() {
    return sources.stream()
        .flatMap(this::values)
        .flatMap(Scrubbing::forms)
        .filter(form -> form.length() >= SHORTEST)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(form -> form))
        .map(form -> Pattern.compile(Pattern.quote(form), Pattern.CASE_INSENSITIVE))
        .toList();
  }

  private Stream<String> values(SecretSource source) {
    try {
      var value = secrets.read(source).reveal();
      // A log is read line by line.
      return Stream.concat(Stream.of(value), value.lines().map(String::strip));
    } catch (SecretReader.SecretUnavailable e) {
      return Stream.empty();
    }
  }

  private static Stream<String> forms(String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        value,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes),
        URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
