/// Compute pools, services, images and their states over a clock.
@NullMarked
package dev.snowdrift.sandbox.container;

import org.jspecify.annotations.NullMarked;
