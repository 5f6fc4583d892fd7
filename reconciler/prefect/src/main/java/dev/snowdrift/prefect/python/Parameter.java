package dev.snowdrift.prefect.python;

import java.util.Optional;

/// One parameter in the header of a function.
record Parameter(String name, Optional<Expression> annotation, Optional<Expression> defaultValue) {}
