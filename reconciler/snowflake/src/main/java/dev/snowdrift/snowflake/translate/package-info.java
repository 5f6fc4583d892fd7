/// From what people have (specification files in any of their forms) to manifests.
@NullMarked
package dev.snowdrift.snowflake.translate;

import org.jspecify.annotations.NullMarked;
