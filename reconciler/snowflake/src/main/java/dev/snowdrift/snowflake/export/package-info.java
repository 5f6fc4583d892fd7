/// From a live account to the manifests that describe it.
@NullMarked
package dev.snowdrift.snowflake.export;

import org.jspecify.annotations.NullMarked;
