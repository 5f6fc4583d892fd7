/// A whole world on loopback: an account, a Prefect API, a repository.
@NullMarked
package dev.snowdrift.operator.demo;

import org.jspecify.annotations.NullMarked;
