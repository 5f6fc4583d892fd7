/// The kinds that live in a Snowflake account, one file each.
@NullMarked
package dev.snowdrift.snowflake.kind;

import org.jspecify.annotations.NullMarked;
