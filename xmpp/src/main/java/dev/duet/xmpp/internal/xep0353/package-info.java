/** XEP-0353: Jingle Message Initiation. */
@NullMarked
package dev.duet.xmpp.internal.xep0353;

import org.jspecify.annotations.NullMarked;
