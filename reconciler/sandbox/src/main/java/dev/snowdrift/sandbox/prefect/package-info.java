/// A stand-in for the Prefect API, checked against the real server by a contract suite.
@NullMarked
package dev.snowdrift.sandbox.prefect;

import org.jspecify.annotations.NullMarked;
