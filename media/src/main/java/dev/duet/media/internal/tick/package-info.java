/** The one clock of all media. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.tick;
