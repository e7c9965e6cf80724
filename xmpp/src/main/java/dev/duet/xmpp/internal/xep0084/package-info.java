/** Avatars (XEP-0084), with those of former times (XEP-0153). */
@NullMarked
package dev.duet.xmpp.internal.xep0084;

import org.jspecify.annotations.NullMarked;
