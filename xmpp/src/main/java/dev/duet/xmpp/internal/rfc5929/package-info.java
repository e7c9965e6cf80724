/** Channel bindings for TLS. */
@NullMarked
package dev.duet.xmpp.internal.rfc5929;

import org.jspecify.annotations.NullMarked;
