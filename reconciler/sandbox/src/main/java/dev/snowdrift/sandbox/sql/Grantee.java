package dev.snowdrift.sandbox.sql;

/// Who is granted something.
///
/// @param type ROLE, USER, `DATABASE ROLE` or `APPLICATION ROLE`
public record Grantee(String type, Name name) {}
