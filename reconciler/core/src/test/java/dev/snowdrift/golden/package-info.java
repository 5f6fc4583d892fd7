/// What the tests of every provider share: plans that were read and agreed, the short notation of
/// their resources, and random specifications.
@NullMarked
package dev.snowdrift.golden;

import org.jspecify.annotations.NullMarked;
