/// Reads statements.
@NullMarked
package dev.snowdrift.sandbox.sql;

import org.jspecify.annotations.NullMarked;
