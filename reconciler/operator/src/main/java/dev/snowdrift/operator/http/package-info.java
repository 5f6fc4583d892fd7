/// Probes, metrics and the API.
@NullMarked
package dev.snowdrift.operator.http;

import org.jspecify.annotations.NullMarked;
