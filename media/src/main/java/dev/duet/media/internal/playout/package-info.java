/** From packets that come when they come to sound that flows evenly: the jitter buffer. Pure; counts its own ticks. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.playout;
