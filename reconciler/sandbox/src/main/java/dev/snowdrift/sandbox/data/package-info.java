/// What lives in schemas and is made of SQL rather than of files or containers: tables, views, file
/// formats, functions, procedures, sequences and streams. Their rows are not kept: statements that
/// read or write rows are refused.
///
/// Every account has these kinds; they are registered by [dev.snowdrift.sandbox.data.DataKinds].
@NullMarked
package dev.snowdrift.sandbox.data;

import org.jspecify.annotations.NullMarked;
