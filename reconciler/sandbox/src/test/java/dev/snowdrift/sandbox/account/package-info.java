/// Drives the account by statements, as a client would.
@NullMarked
package dev.snowdrift.sandbox.account;

import org.jspecify.annotations.NullMarked;
