package dev.snowdrift.sandbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of a request, with what the request says about it.
///
/// @param binds the values of the `?`, one list for each execution (several for a bound batch)
/// @param limit how many rows the client wants at most
record Statement(String sql, List<List<@Nullable String>> binds, String queryTag, int limit) {}
