/// The grammar's result as values.
@NullMarked
package dev.snowdrift.sandbox.sql;

import org.jspecify.annotations.NullMarked;
