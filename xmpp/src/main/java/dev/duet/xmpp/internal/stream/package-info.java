/** The only part that knows Smack: one stream to one server, from the first byte to the bound resource. */
@NullMarked
package dev.duet.xmpp.internal.stream;

import org.jspecify.annotations.NullMarked;
