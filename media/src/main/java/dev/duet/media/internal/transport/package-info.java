/**
 * How packets get to the other side and back: plain UDP, and ICE. Everything between a description's addresses and the
 * first byte of a packet.
 */
@NullMarked
package dev.duet.media.internal.transport;

import org.jspecify.annotations.NullMarked;
