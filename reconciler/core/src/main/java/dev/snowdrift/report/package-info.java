/// Plans and drift as text and JSON.
@NullMarked
package dev.snowdrift.report;

import org.jspecify.annotations.NullMarked;
