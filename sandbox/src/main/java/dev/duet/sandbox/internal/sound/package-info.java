/** Comparing sounds: reading WAV files, bringing them to one rate, correlating. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.sound;
