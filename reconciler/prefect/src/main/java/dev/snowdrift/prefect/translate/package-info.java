/// From `prefect.yaml`, the project file of Prefect's own command line, to manifests of flows.
@NullMarked
package dev.snowdrift.prefect.translate;

import org.jspecify.annotations.NullMarked;
