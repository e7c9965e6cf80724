/** The events of an account: records that carry handles. */
@NullMarked
package dev.duet.api.event;

import org.jspecify.annotations.NullMarked;
