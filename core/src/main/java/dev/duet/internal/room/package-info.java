/** Rooms, as an account sees them (XEP-0045). */
@NullMarked
package dev.duet.internal.room;

import org.jspecify.annotations.NullMarked;
