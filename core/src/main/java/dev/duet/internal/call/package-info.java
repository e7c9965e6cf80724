/** Calls: the pure machine, and what carries out its effects. */
@NullMarked
package dev.duet.internal.call;

import org.jspecify.annotations.NullMarked;
