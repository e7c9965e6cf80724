/** Duet media. */
@org.jspecify.annotations.NullMarked
package dev.duet.media;
