/** Presence documents: PIDF (RFC 3863) with RPID (RFC 4480), and dialog-info (RFC 4235). Pure. */
@NullMarked
package dev.duet.sip.internal.rfc3863;

import org.jspecify.annotations.NullMarked;
