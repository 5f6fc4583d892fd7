/// What the sandbox's servers have in common.
@NullMarked
package dev.snowdrift.sandbox.http;

import org.jspecify.annotations.NullMarked;
