/** Nicknames (XEP-0172). */
@NullMarked
package dev.duet.xmpp.internal.xep0172;

import org.jspecify.annotations.NullMarked;
