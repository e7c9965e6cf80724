/** Dialog documents: who is in a call. */
@NullMarked
package dev.duet.sip.internal.rfc4235;

import org.jspecify.annotations.NullMarked;
