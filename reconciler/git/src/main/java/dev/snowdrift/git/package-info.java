/// A bare repository: resolve, fetch, read blobs by id; never a work tree.
@NullMarked
package dev.snowdrift.git;

import org.jspecify.annotations.NullMarked;
