package dev.snowdrift.sandbox.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads PUT and GET, whose paths (`file:///tmp/x`, where `//` begins no comment) are no tokens of
/// the grammar.
final class TransferReader {
  private static final Pattern HEAD =
      Pattern.compile(
          "(?is)^(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(PUT|GET)\\s+('(?:''|[^'])*'|\\S+)\\s+"
              + "('(?:''|[^'])*'|@(?:\"(?:\"\"|[^\"])*\"|\\S)+|\\S+)(.*)$");
  private static final Pattern OPTION =
      Pattern.compile("(?is)\\G\\s*,?\\s*(\\w+)\\s*=\\s*('(?:''|[^'])*'|[^\\s,]+)\\s*");
  private static final String SCHEME = "file://";

  private TransferReader() {}

  /// The statement; empty when the text is no PUT or GET.
  static Optional<Statement> read(String sql) {
    var head = HEAD.matcher(sql);
    if (!head.matches()) {
      return Optional.empty();
    }
    var first = unquoted(head.group(2));
    var second = unquoted(head.group(3));
    var options = options(head.group(4));
    if (head.group(1).equalsIgnoreCase("PUT")) {
      return Optional.of(new Statement.PutFiles(local(first), stage(second), options));
    }
    return Optional.of(new Statement.GetFiles(stage(first), local(second), options));
  }

  private static String unquoted(String text) {
    return text.startsWith("'") ? ValueReader.string(text) : text;
  }

  private static String local(String text) {
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw SyntaxErrors.unexpected(1, 4, text);
    }
    return text.substring(SCHEME.length());
  }

  private static StagePath stage(String text) {
    if (!text.startsWith("@")) {
      throw SyntaxErrors.unexpected(1, 4, text);
    }
    return ValueReader.stagePath(text);
  }

  private static Properties options(String text) {
    var options = new ArrayList<Properties.Property>();
    var matcher = OPTION.matcher(text);
    var end = 0;
    while (matcher.find()) {
      options.add(
          new Properties.Property(
              matcher.group(1).toUpperCase(Locale.ROOT),
              new Value.Text(unquoted(matcher.group(2))),
              1,
              matcher.start(1)));
      end = matcher.end();
    }
    var rest = text.substring(end).strip();
    if (!rest.isEmpty()) {
      throw SyntaxErrors.unexpected(1, end, List.of(rest.split("\\s")).getFirst());
    }
    return new Properties(options);
  }
}
