/**
 * XEP-0167: Jingle RTP Sessions, with the feedback of XEP-0293, the header extensions of XEP-0294 and the sources of
 * XEP-0339.
 */
@NullMarked
package dev.duet.xmpp.internal.xep0167;

import org.jspecify.annotations.NullMarked;
