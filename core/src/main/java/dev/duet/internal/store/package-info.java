/** Stores that block, away from the loop. */
@NullMarked
package dev.duet.internal.store;

import org.jspecify.annotations.NullMarked;
