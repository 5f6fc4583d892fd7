package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping11;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The templates of a project file, `{{ ... }}`, in the words of manifests.
///
/// `prefect deploy` fills in variables of its process (`$NAME`), outputs of build steps, and, in
/// everything but pull steps, variables and blocks of the workspace; what it fills in stands in the
/// deployment as plain text, secrets too (PrefectHQ/prefect, src/prefect/cli/deploy/_core.py,
/// src/prefect/utilities/templating.py). Here the first become values of the environment, and what
/// is in the workspace is read when a run starts, where Prefect does that.
final class Templates {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// As in PLACEHOLDER_CAPTURE_REGEX of src/prefect/utilities/templating.py.
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*([\\w.\\-\\[\\]$]+)\\s*}}");

  private static final Pattern BLOCK =
      Pattern.compile("prefect\\.blocks\\.([a-z0-9-]+)\\.([a-z0-9-]+)(\\..+)?");
  private static final String VARIABLE = "prefect.variables.";
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(?:passw(?:or)?d|passphrase|secret|token|api_?key|private_?key|access_?key"
              + "|credential|connection_string|_dsn|_pat).*");

  /// Where a template stands, and so who fills it in.
  enum Place {
    /// A worker, when a run starts; here only the process's variables and outputs of steps.
    PULL_STEP,
    /// A worker too, for what is in the workspace.
    JOB_VARIABLE,
    /// `prefect deploy` alone.
    DEPLOYMENT
  }

  private final Values values;
  private final StepOutputs outputs;
  private final Notes notes;
  private final Problems problems;

  Templates(Values values, StepOutputs outputs, Notes notes, Problems problems) {
    this.values = values;
    this.outputs = outputs;
    this.notes = notes;
    this.problems = problems;
  }

  Values values() {
    return values;
  }

  /// Whether a name says that its value is nobody's business.
  static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }

  /// The Secret block that is all of a text, when it is one.
  static Optional<String> secretBlock(String text) {
    var whole = TEMPLATE.matcher(text.strip());
    if (!whole.matches()) {
      return Optional.empty();
    }
    var block = BLOCK.matcher(whole.group(1));
    return block.matches() && block.group(1).equals("secret") && block.group(3) == null
        ? Optional.of(block.group(2))
        : Optional.empty();
  }

  static boolean isTemplate(String text) {
    return TEMPLATE.matcher(text).find();
  }

  /// A value with everything in it, ready for a manifest.
  JsonNode json(Node node, Place place) {
    return switch (node) {
      case Scalar scalar ->
          scalar.text().contains("{{") || scalar.text().contains("${")
              ? JSON.stringNode(text(scalar, place))
              : YamlTyping11.typed(scalar);
      case Sequence sequence -> {
        var array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(json(item, place)));
        yield array;
      }
      case Mapping mapping -> {
        var object = JSON.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value(), place)));
        yield object;
      }
    };
  }

  /// A text, ready for a manifest.
  String text(Scalar scalar, Place place) {
    return text(scalar.text(), scalar.at(), place);
  }

  String text(String text, Location at, Place place) {
    var result = new StringBuilder();
    var matcher = TEMPLATE.matcher(text);
    var from = 0;
    while (matcher.find()) {
      result.append(literal(text.substring(from, matcher.start())));
      var filled = filled(matcher.group(), matcher.group(1), at, place);
      if (filled.startsWith("${")
          && !result.isEmpty()
          && result.charAt(result.length() - 1) == '$') {
        problem(
            at,
            "a `$` stands directly before `%s`".formatted(matcher.group()),
            "in a manifest the two would be the literal `${`",
            "put the `$` into the value");
      }
      result.append(filled);
      from = matcher.end();
    }
    return result.append(literal(text.substring(from))).toString();
  }

  private static String literal(String text) {
    return text.replace("${", "$${");
  }

  private String filled(String template, String name, Location at, Place place) {
    if (name.startsWith("$")) {
      return ofProcess(template, name.substring(1), at, place);
    }
    if (name.startsWith(VARIABLE)) {
      return ofVariable(template, name.substring(VARIABLE.length()), at, place);
    }
    if (name.startsWith("prefect.blocks.")) {
      return ofBlock(template, name, at, place);
    }
    if (name.startsWith("ctx.")) {
      return literal(template);
    }
    var output = outputs.of(name, at, notes);
    if (output.isPresent()) {
      return output.get();
    }
    if (place != Place.PULL_STEP) {
      problem(
          at,
          "nothing fills in `%s`".formatted(template),
          outputs.names().isEmpty()
              ? "no build or push step has outputs; `prefect deploy` would drop the value"
              : "known are %s; `prefect deploy` would drop the value"
                  .formatted(String.join(", ", outputs.names())),
          "correct the name, or write the value");
    }
    return literal(template);
  }

  private String ofProcess(String template, String name, Location at, Place place) {
    if (isSecret(name) && place != Place.DEPLOYMENT && !values.isGiven(name)) {
      var block = values.block(name);
      notes.translated(
          at,
          ("`%s` is the Secret block `%s`, read when a run starts; `prefect deploy` writes the"
                  + " secret itself into the deployment")
              .formatted(template, block));
      return "{{ prefect.blocks.secret.%s }}".formatted(block);
    }
    var reference = values.reference(name);
    notes.translated(at, "`%s` is a value of the environment, `%s`".formatted(template, reference));
    if (isSecret(name) && place == Place.DEPLOYMENT) {
      notes.warning(at, "`%s` looks like a secret; a value is in the repository".formatted(name));
    }
    return reference;
  }

  private String ofVariable(String template, String name, Location at, Place place) {
    if (place == Place.DEPLOYMENT) {
      var reference = values.reference(name);
      notes.translated(
          at,
          ("`%s` is a value of the environment, `%s`: `prefect deploy` fills in what the variable"
                  + " says at that moment")
              .formatted(template, reference));
      return reference;
    }
    if (place == Place.JOB_VARIABLE) {
      notes.translated(at, "`%s` is read when a run starts, not once for all".formatted(template));
    }
    return literal(template);
  }

  private String ofBlock(String template, String name, Location at, Place place) {
    var block = BLOCK.matcher(name);
    if (!block.matches()) {
      problem(
          at,
          "`%s` does not name a block".formatted(template),
          "a block is named by its type and its own name",
          "write `{{ prefect.blocks.secret.my-token }}`");
    } else if (place == Place.DEPLOYMENT) {
      problem(
          at,
          "`%s` would be written into the deployment".formatted(template),
          "here `prefect deploy` puts the block's content, and nothing can refer to a block",
          "let the flow load the block, or give it as an environment variable");
    } else if (place == Place.JOB_VARIABLE) {
      notes.translated(
          at,
          "`%s` is read when a run starts; `prefect deploy` writes the content into the deployment"
              .formatted(template));
    }
    return literal(template);
  }

  private void problem(Location at, String what, String why, String next) {
    problems.add(Code.FIELD_VALUE, at, "", what, why, next);
  }
}
