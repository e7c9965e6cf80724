/** What core sees: the engine and its sessions, on the loop. The sound itself is in {@code internal.stream}. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.session;
