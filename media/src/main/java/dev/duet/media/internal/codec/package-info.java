/** Codecs: pure functions of packets and PCM. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.codec;
