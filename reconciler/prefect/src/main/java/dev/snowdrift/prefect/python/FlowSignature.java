package dev.snowdrift.prefect.python;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What `prefect deploy` finds out about a flow by importing its file, read from the text instead:
/// nothing is run, and no module is needed. Prefect's rules are those of 3.8 (PrefectHQ/prefect,
/// src/prefect/flows.py and src/prefect/utilities/callables).
///
/// A file is read up to 1,048,576 characters, 300,000 tokens, 200 brackets and 100 blocks within
/// each other; an expression that nests deeper than 50 counts as computed.
public final class FlowSignature {
  private final Optional<String> flowName;
  private final Optional<String> description;
  private final ObjectNode parameterSchema;
  private final List<String> unclear;

  private FlowSignature(
      Optional<String> flowName,
      Optional<String> description,
      ObjectNode parameterSchema,
      List<String> unclear) {
    this.flowName = flowName;
    this.description = description;
    this.parameterSchema = parameterSchema;
    this.unclear = List.copyOf(unclear);
  }

  /// Empty if the text cannot be read, or defines no flow of that name.
  ///
  /// @param function as in an entrypoint: `etl`, or `Reports.daily` for a method
  public static Optional<FlowSignature> read(String source, String function) {
    try {
      var file = PythonFile.parse(source);
      return Decorated.find(file, function).map(flow -> of(file, flow));
    } catch (PythonSyntaxException _) {
      return Optional.empty();
    }
  }

  /// The names that are there once the file is imported: functions, classes, variables and imports
  /// of its top level. Empty if the text cannot be read.
  public static Optional<Set<String>> names(String source) {
    try {
      return Optional.of(Set.copyOf(PythonFile.parse(source).names()));
    } catch (PythonSyntaxException _) {
      return Optional.empty();
    }
  }

  private static FlowSignature of(PythonFile file, Decorated flow) {
    var reading = ParameterSchema.read(file, flow.function(), flow.isClear());
    var values = new Values(file);
    return new FlowSignature(
        given(values, flow.name(), Optional.of(flow.function().name().replace('_', '-'))),
        given(values, flow.description(), flow.function().docstring().map(Docstring::clean)),
        reading.schema(),
        reading.unclear());
  }

  /// An empty text counts as none, as in Python.
  private static Optional<String> given(
      Values values, Optional<Expression> expression, Optional<String> otherwise) {
    if (expression.isEmpty()) {
      return otherwise;
    }
    var value = values.of(expression.get());
    return value.isPresent() && (value.get().isNull() || value.get().asString("").isEmpty())
        ? otherwise
        : value.filter(node -> node.isString()).map(node -> node.asString());
  }

  /// The flow's name: the decorator's, or the function's with dashes for underscores. Empty if it
  /// is computed.
  public Optional<String> flowName() {
    return flowName;
  }

  /// The decorator's description, or the documentation in the function. Empty if there is none, or
  /// if it is computed.
  public Optional<String> description() {
    return description;
  }

  /// The schema of the parameters as Prefect stores it: title, type, properties with title,
  /// position, type, default and description, required and definitions (if any). Parameters that
  /// are not clear take anything.
  public ObjectNode parameterSchema() {
    return parameterSchema.deepCopy();
  }

  /// Parameters of which type or default cannot be read from the text, in order.
  public List<String> unclear() {
    return unclear;
  }
}
