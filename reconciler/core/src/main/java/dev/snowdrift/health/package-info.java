/// How well an object works, judged from observation.
@NullMarked
package dev.snowdrift.health;

import org.jspecify.annotations.NullMarked;
