/** What a session is made of, apart from calls, contacts and messages. */
@NullMarked
package dev.duet.xmpp.internal.parts;

import org.jspecify.annotations.NullMarked;
