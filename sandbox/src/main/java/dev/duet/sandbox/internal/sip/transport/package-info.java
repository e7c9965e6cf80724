/** The loopback sockets, the one thread they all run on, and time. */
@NullMarked
package dev.duet.sandbox.internal.sip.transport;

import org.jspecify.annotations.NullMarked;
