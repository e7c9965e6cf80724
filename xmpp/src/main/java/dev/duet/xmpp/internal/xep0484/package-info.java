/** Tokens in the place of passwords, from the second sign-in on (XEP-0484). */
@NullMarked
package dev.duet.xmpp.internal.xep0484;

import org.jspecify.annotations.NullMarked;
