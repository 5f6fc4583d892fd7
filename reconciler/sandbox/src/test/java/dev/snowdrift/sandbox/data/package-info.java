/// Tests of the kinds made of SQL.
@NullMarked
package dev.snowdrift.sandbox.data;

import org.jspecify.annotations.NullMarked;
