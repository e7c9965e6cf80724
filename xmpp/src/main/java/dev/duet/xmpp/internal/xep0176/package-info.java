/** XEP-0176: Jingle ICE-UDP Transport Method. */
@NullMarked
package dev.duet.xmpp.internal.xep0176;

import org.jspecify.annotations.NullMarked;
