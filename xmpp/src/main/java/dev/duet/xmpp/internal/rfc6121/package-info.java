/** Instant messaging and presence: roster, subscriptions, presence, messages. */
@NullMarked
package dev.duet.xmpp.internal.rfc6121;

import org.jspecify.annotations.NullMarked;
