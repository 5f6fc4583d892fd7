/// From YAML text to typed resources with positions: reading, overlays, values, schemas, problems.
@NullMarked
package dev.snowdrift.manifest;

import org.jspecify.annotations.NullMarked;
