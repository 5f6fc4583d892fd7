package dev.snowdrift.prefect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snowdrift.kind.SecretValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The reason in an error's body, for people. The server echoes the whole request in a 422
/// (`request_body`, `input`): only its own words are taken, and known secrets masked in them.
final class ErrorText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LENGTH = 300;
  private static final int PARTS = 3;
  private static final String NO_ROUTE = "Not Found";
  private static final Pattern INVALID =
      Pattern.compile("Error (updating deployment|creating deployment|creating flow run): ");

  private ErrorText() {}

  /// One line of at most 300 characters; empty when the body holds no reason of a known form.
  static String of(String body, List<String> secrets, PrefectAuth auth) {
    return shorten(mask(reason(body), secrets, auth));
  }

  /// Whether a 404 is Prefect's own about an object. `Not Found` is what a server says of a path
  /// that it does not have, and what is no JSON is a proxy's word.
  static boolean tellsAbsence(String body, Edition edition) {
    var reason = reason(body);
    return !reason.isEmpty() && (edition instanceof Edition.Cloud || !reason.equals(NO_ROUTE));
  }

  /// Whether a 409 is about the request and not about what is there: parameters or job variables
  /// that do not fit come back so from a PATCH (PrefectHQ/prefect,
  /// src/prefect/server/api/deployments.py).
  static boolean tellsInput(String body) {
    return INVALID.matcher(reason(body)).lookingAt();
  }

  /// Whether the server itself says that it failed; it rolls back what it began.
  static boolean tellsOwnFailure(String body) {
    return reason(body).equals("Internal Server Error");
  }

  private static String reason(String body) {
    try {
      var json = JSON.readTree(body);
      var detail = json.path("detail");
      if (detail.isString()) {
        return detail.asString();
      }
      var list = detail.isArray() ? detail : json.path("exception_detail");
      if (list.isArray() && !list.isEmpty()) {
        return list.valueStream()
            .limit(PARTS)
            .map(ErrorText::part)
            .collect(Collectors.joining(", "));
      }
      return json.path("exception_message").asString("");
    } catch (JacksonException _) {
      return "";
    }
  }

  private static String part(JsonNode error) {
    var where =
        error
            .path("loc")
            .valueStream()
            .map(step -> step.asString(""))
            .filter(step -> !step.equals("body"))
            .collect(Collectors.joining("."));
    return where + ": " + error.path("msg").asString(error.path("type").asString("refused"));
  }

  private static String mask(String text, List<String> secrets, PrefectAuth auth) {
    var all = new ArrayList<>(secrets);
    switch (auth) {
      case PrefectAuth.None _ -> {}
      case PrefectAuth.Basic(var credential) -> {
        all.add(credential.reveal());
        all.add(Base64.getEncoder().encodeToString(credential.reveal().getBytes(UTF_8)));
      }
      case PrefectAuth.Bearer(var key) -> all.add(key.reveal());
    }
    all.sort(Comparator.comparingInt(String::length).reversed());
    var masked = text;
    for (var secret : all) {
      if (!secret.isEmpty()) {
        masked = masked.replace(secret, SecretValue.MASK);
      }
    }
    return masked;
  }

  private static String shorten(String text) {
    var line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() <= LENGTH ? line : line.substring(0, LENGTH - 1) + "…";
  }
}
