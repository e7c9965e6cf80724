/** Many fragments, one presence: pure. */
@NullMarked
package dev.duet.internal.presence;

import org.jspecify.annotations.NullMarked;
