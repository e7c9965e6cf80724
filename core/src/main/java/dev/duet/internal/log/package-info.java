/** The list of calls that are over. */
@NullMarked
package dev.duet.internal.log;

import org.jspecify.annotations.NullMarked;
