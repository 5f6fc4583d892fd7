/// What a kind of resource is: its fields, how drift of each is repaired, what it refers to; and
/// the port to a provider.
@NullMarked
package dev.snowdrift.kind;

import org.jspecify.annotations.NullMarked;
