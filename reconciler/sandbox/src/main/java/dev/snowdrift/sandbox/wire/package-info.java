/// The HTTP protocol that Snowflake's drivers speak.
@NullMarked
package dev.snowdrift.sandbox.wire;

import org.jspecify.annotations.NullMarked;
