package dev.snowdrift.git;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes credentials out of text that JGit, the JDK or the server wrote. A hostile server may send
/// a request's Authorization header back as its error message, so the encoded forms are looked for
/// as well.
final class Redactor {
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]+@");
  private final List<String> secrets;

  Redactor(Credentials credentials) {
    var forms = new ArrayList<String>();
    for (var secret : credentials.secrets()) {
      forms.add(secret);
      forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      forms.add(base64(secret));
    }
    switch (credentials) {
      case Credentials.Token(var secret) ->
          forms.add(base64(RemoteCalls.TOKEN_USER + ":" + secret));
      case Credentials.UserPassword(var user, var password) ->
          forms.add(base64(user + ":" + password));
      case Credentials.None _, Credentials.SshKey _ -> {}
    }
    forms.removeIf(String::isBlank);
    forms.sort(Comparator.comparingInt(String::length).reversed());
    secrets = List.copyOf(forms);
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// `text` without secrets and without anything before an `@` in a URL, on one line.
  String clean(@Nullable String text) {
    var cleaned = text == null ? "" : text;
    for (var secret : secrets) {
      cleaned = cleaned.replace(secret, Credentials.MASK);
    }
    return PathRules.oneLine(USER_INFO.matcher(cleaned).replaceAll("://"));
  }

  /// A copy of the exception and its causes, with their stacks and cleaned messages: what is logged
  /// with its stack must hold no secret either.
  Throwable clean(Throwable original) {
    return clean(original, 0);
  }

  private Throwable clean(Throwable original, int depth) {
    var cause = original.getCause();
    var text = original.getClass().getName() + ": " + clean(original.getMessage());
    return new Cleaned(
        text,
        cause == null || depth > 10 ? null : clean(cause, depth + 1),
        original.getStackTrace());
  }

  /// Stands for an exception of a library.
  private static final class Cleaned extends Exception {
    Cleaned(String text, @Nullable Throwable cause, StackTraceElement[] stack) {
      super(text, cause);
      setStackTrace(stack);
    }
  }
}
