/** Digest authentication by the server's side (RFC 3261 22, RFC 7616, RFC 8760). */
@NullMarked
package dev.duet.sandbox.internal.sip.auth;

import org.jspecify.annotations.NullMarked;
