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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Masks the secrets that the operator knows in what an observation tells about the health of
/// objects: containers write what they like into their logs, also the password that they were
/// given.
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

  /// The observation with every known value masked in the messages; values are read only when there
  /// is a message.
  public Observation scrubbed(Observation seen) {
    if (sources.isEmpty()
        || seen.objects().values().stream().allMatch(o -> o.health().message().isEmpty())) {
      return seen;
    }
    var forms = forms();
    var objects = new TreeMap<ResourceId, Observed>(seen.objects());
    objects.replaceAll((_, observed) -> scrubbed(observed, forms));
    return new Observation(objects, seen.gaps());
  }

  private static Observed scrubbed(Observed observed, List<Pattern> forms) {
    var health = observed.health();
    if (health.message().isEmpty()) {
      return observed;
    }
    var message = health.message();
    for (var form : forms) {
      message = form.matcher(message).replaceAll(SecretValue.MASK);
    }
    SortedMap<String, String> facts = observed.facts();
    return message.equals(health.message())
        ? observed
        : new Observed(
            observed.id(),
            observed.fields(),
            observed.mark(),
            new Health(health.status(), message),
            facts);
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
