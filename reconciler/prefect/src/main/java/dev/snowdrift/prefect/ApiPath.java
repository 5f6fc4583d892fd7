package dev.snowdrift.prefect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// A path below the API's base, with its variable segments as raw text.
///
/// @param template `/work_pools/{}`: each `{}` is one segment
public record ApiPath(String template, List<String> segments) {

  public ApiPath {
    segments = List.copyOf(segments);
    if (template.split("\\{}", -1).length != segments.size() + 1) {
      throw new IllegalArgumentException(template + " does not take " + segments.size());
    }
  }

  public static ApiPath of(String template, String... segments) {
    return new ApiPath(template, Arrays.asList(segments));
  }

  /// With every variable segment percent-encoded from its raw text.
  ///
  /// @throws IllegalArgumentException for a segment that a server could take for a step in the path
  public String encoded() {
    return fill(segments.stream().map(ApiPath::encode).toList());
  }

  /// For people, unencoded.
  public String shown() {
    return fill(segments);
  }

  /// `/work_pools/{}` with the last parts that make a POST a mere question.
  boolean reads() {
    var last = template.substring(template.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return last.equals("filter") || last.equals("count") || last.equals("paginate");
  }

  private String fill(List<String> values) {
    var text = new StringBuilder();
    Iterator<String> value = values.iterator();
    var rest = template;
    for (var at = rest.indexOf("{}"); at >= 0; at = rest.indexOf("{}")) {
      text.append(rest, 0, at).append(value.next());
      rest = rest.substring(at + 2);
    }
    return text.append(rest).toString();
  }

  private static String encode(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException("`" + segment + "` cannot stand in a path");
    }
    return URLEncoder.encode(segment, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
