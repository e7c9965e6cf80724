/** What RFC 3261 and its kin demand of a client's messages. */
@NullMarked
package dev.duet.sandbox.internal.sip.check;

import org.jspecify.annotations.NullMarked;
