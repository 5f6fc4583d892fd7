/// A stand-in for a Snowflake account and a Prefect server, written from their references alone. It
/// knows nothing of the other modules, so that it cannot share their mistakes.
@NullMarked
package dev.snowdrift.sandbox;

import org.jspecify.annotations.NullMarked;
