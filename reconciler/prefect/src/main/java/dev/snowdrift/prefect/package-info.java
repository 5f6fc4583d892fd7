/// The Prefect provider: HTTP client and bulk readers.
@NullMarked
package dev.snowdrift.prefect;

import org.jspecify.annotations.NullMarked;
