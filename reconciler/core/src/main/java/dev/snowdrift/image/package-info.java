/// Images in the repositories of an account: how they are named, and what is there.
@NullMarked
package dev.snowdrift.image;

import org.jspecify.annotations.NullMarked;
