/** XEP-0166: Jingle, the envelope of every call. */
@NullMarked
package dev.duet.xmpp.internal.xep0166;

import org.jspecify.annotations.NullMarked;
