/** XEP-0320: Use of DTLS-SRTP in Jingle Sessions. */
@NullMarked
package dev.duet.xmpp.internal.xep0320;

import org.jspecify.annotations.NullMarked;
