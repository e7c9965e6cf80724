/** Nodes of the user's own account. */
@NullMarked
package dev.duet.xmpp.internal.xep0163;

import org.jspecify.annotations.NullMarked;
