/// The account: objects, roles, grants, and the execution of statements against them.
@NullMarked
package dev.snowdrift.sandbox.account;

import org.jspecify.annotations.NullMarked;
