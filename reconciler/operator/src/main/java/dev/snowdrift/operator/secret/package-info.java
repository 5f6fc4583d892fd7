/// Where secret values come from.
@NullMarked
package dev.snowdrift.operator.secret;

import org.jspecify.annotations.NullMarked;
