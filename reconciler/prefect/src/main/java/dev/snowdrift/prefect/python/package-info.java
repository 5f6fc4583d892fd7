/// What a Python file says about its flows, read from the text. Nothing is run or imported.
@NullMarked
package dev.snowdrift.prefect.python;

import org.jspecify.annotations.NullMarked;
