/** Presence documents: PIDF (RFC 3863) with the activities of RPID (RFC 4480). */
@NullMarked
package dev.duet.sip.internal.rfc3863;

import org.jspecify.annotations.NullMarked;
