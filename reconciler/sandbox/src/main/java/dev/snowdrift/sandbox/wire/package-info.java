/// The HTTP protocol that Snowflake's drivers speak, in front of an account.
///
/// [Wire] puts the pieces together. [SnowflakeServer] reads requests and routes them: to [Logins]
/// (sessions and their tokens, kept by [Sessions]), to [Queries] (submit, poll, abort, monitor;
/// kept by [QueryStore]), to [RestEndpoints] (the REST API, as far as `snow` needs it) or to
/// [AdminEndpoints]. [StatementRunner] runs each statement, past [Faults] and into [StatementLog];
/// [Answers] writes what goes back.
///
/// What drivers need is known from their sources (snowflakedb/snowflake-jdbc, gosnowflake,
/// snowflake-connector-python), from the answers recorded in their tests, and from running them.
@NullMarked
package dev.snowdrift.sandbox.wire;

import org.jspecify.annotations.NullMarked;
