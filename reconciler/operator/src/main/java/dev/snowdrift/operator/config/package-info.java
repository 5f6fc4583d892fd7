/// The operator's own configuration: the authority that no commit can widen.
@NullMarked
package dev.snowdrift.operator.config;

import org.jspecify.annotations.NullMarked;
