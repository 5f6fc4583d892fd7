package dev.snowdrift.prefect.python;

import java.util.Map;
import java.util.Set;

/// Full names of what Python and its libraries define, one for each thing.
final class Qualified {
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("prefect.flows.flow", "prefect.flow"),
          Map.entry("prefect.main.flow", "prefect.flow"),
          Map.entry("prefect.tasks.task", "prefect.task"),
          Map.entry("pydantic.main.BaseModel", "pydantic.BaseModel"),
          Map.entry("pydantic.fields.Field", "pydantic.Field"),
          Map.entry("pydantic.types.SecretStr", "pydantic.SecretStr"),
          Map.entry("pydantic.networks.HttpUrl", "pydantic.HttpUrl"),
          Map.entry("typing.Text", "builtins.str"),
          Map.entry("typing.List", "builtins.list"),
          Map.entry("typing.Dict", "builtins.dict"),
          Map.entry("typing.Tuple", "builtins.tuple"),
          Map.entry("typing.Set", "builtins.set"),
          Map.entry("typing.FrozenSet", "builtins.frozenset"),
          Map.entry("typing.Type", "builtins.type"),
          Map.entry("typing.AbstractSet", "collections.abc.Set"),
          Map.entry("typing.DefaultDict", "collections.defaultdict"),
          Map.entry("typing.Deque", "collections.deque"));
  private static final Set<String> ABSTRACT =
      Set.of(
          "Sequence",
          "MutableSequence",
          "Mapping",
          "MutableMapping",
          "MutableSet",
          "Iterable",
          "Callable",
          "Hashable",
          "Generator",
          "Collection",
          "Iterator");
  private static final Set<String> BUILTINS =
      Set.of(
          "int",
          "str",
          "float",
          "bool",
          "bytes",
          "list",
          "dict",
          "tuple",
          "set",
          "frozenset",
          "object",
          "type",
          "complex",
          "bytearray",
          "range",
          "slice",
          "property",
          "staticmethod",
          "classmethod",
          "memoryview",
          "Exception",
          "BaseException",
          "ValueError",
          "TypeError",
          "len",
          "max",
          "min",
          "sum",
          "sorted",
          "abs",
          "round",
          "print",
          "NotImplemented");

  private Qualified() {}

  static String canonical(String name) {
    var typing =
        name.startsWith("typing_extensions.")
            ? "typing." + name.substring("typing_extensions.".length())
            : name;
    if (typing.startsWith("typing.") && ABSTRACT.contains(typing.substring("typing.".length()))) {
      return "collections.abc." + typing.substring("typing.".length());
    }
    return SAME.getOrDefault(typing, typing);
  }

  static boolean isBuiltin(String id) {
    return BUILTINS.contains(id);
  }

  /// Whether a star import of the module brings the name, as far as it is needed here.
  static boolean isKnown(String name) {
    return name.startsWith("builtins.")
        || name.startsWith("collections.abc.")
        || TypeSchemas.isKnown(name)
        || name.equals("prefect.flow");
  }
}
