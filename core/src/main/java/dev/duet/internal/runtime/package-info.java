/** Threads, stacks and accounts of one runtime. */
@NullMarked
package dev.duet.internal.runtime;

import org.jspecify.annotations.NullMarked;
