/// Tests of the sandbox by clients that nobody here wrote: snowflake-connector-python and the
/// `snow` command line, as they come from PyPI.
@NullMarked
package dev.snowdrift.sandbox.client;

import org.jspecify.annotations.NullMarked;
