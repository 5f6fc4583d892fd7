/// The Snowflake provider: sessions, readers, writers.
@NullMarked
package dev.snowdrift.snowflake;

import org.jspecify.annotations.NullMarked;
