/** The stack, the link and the signed-in session. */
@NullMarked
package dev.duet.xmpp.internal;

import org.jspecify.annotations.NullMarked;
