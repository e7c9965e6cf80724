/** SCRAM (RFC 5802, RFC 7677). Pure. */
@NullMarked
package dev.duet.xmpp.internal.rfc5802;

import org.jspecify.annotations.NullMarked;
