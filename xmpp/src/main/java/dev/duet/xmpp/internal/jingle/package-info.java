/** Calls over Jingle: descriptions, the machine of a session, its leg, and all calls of a session. */
@NullMarked
package dev.duet.xmpp.internal.jingle;

import org.jspecify.annotations.NullMarked;
