/** Whom an account does not want to hear of. */
@NullMarked
package dev.duet.internal.block;

import org.jspecify.annotations.NullMarked;
