/// The command line.
@NullMarked
package dev.snowdrift.operator.cli;

import org.jspecify.annotations.NullMarked;
