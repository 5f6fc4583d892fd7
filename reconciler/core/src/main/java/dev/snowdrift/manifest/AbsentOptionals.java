package dev.snowdrift.manifest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.ext.jdk8.Jdk8OptionalDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.type.ReferenceType;

/// Makes an absent `Optional<JsonNode>` empty; by itself Jackson makes it an optional null node.
final class AbsentOptionals extends SimpleDeserializers {
  @Override
  public @Nullable ValueDeserializer<?> findReferenceDeserializer(
      ReferenceType type,
      DeserializationConfig config,
      BeanDescription.Supplier bean,
      @Nullable TypeDeserializer typed,
      @Nullable ValueDeserializer<?> value) {
    return type.hasRawClass(Optional.class) ? new Absent(type, null, typed, value) : null;
  }

  private static final class Absent extends Jdk8OptionalDeserializer {
    Absent(
        JavaType type,
        @Nullable ValueInstantiator instantiator,
        @Nullable TypeDeserializer typed,
        @Nullable ValueDeserializer<?> value) {
      super(type, instantiator, typed, value);
    }

    @Override
    public Jdk8OptionalDeserializer withResolved(
        TypeDeserializer typed, ValueDeserializer<?> value) {
      return new Absent(_fullType, _valueInstantiator, typed, value);
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
