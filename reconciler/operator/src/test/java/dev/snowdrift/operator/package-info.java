/// The whole path, against the sandbox, a real bare repository and a Prefect server.
@NullMarked
package dev.snowdrift.operator;

import org.jspecify.annotations.NullMarked;
