/// The kinds that live in a Prefect workspace, one file each.
@NullMarked
package dev.snowdrift.prefect.kind;

import org.jspecify.annotations.NullMarked;
