/// From a live workspace to the manifests that say what is in it.
@NullMarked
package dev.snowdrift.prefect.export;

import org.jspecify.annotations.NullMarked;
