/// The sandbox's SQL: text in, statements as values out. The grammar is SqlLexer.g4 and
/// SqlParser.g4; [dev.snowdrift.sandbox.sql.SqlReader] is the only type that sees their parse
/// trees.
@NullMarked
package dev.snowdrift.sandbox.sql;

import org.jspecify.annotations.NullMarked;
