/** The stateful, forking proxy (RFC 3261 16). */
@NullMarked
package dev.duet.sandbox.internal.sip.proxy;

import org.jspecify.annotations.NullMarked;
