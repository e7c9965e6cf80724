/**
 * The sound of one call, on the tick thread: what was drained goes through {@code Receiver} to the sink, what the
 * source gives goes through {@code Sender} to the wire, and {@code Reports} speaks about both.
 */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.stream;
