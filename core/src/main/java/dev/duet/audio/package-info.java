/**
 * Sound as the application gives and takes it: linear 16-bit PCM, one channel. Sources and sinks for files and tones
 * are in the media module; a voice bot brings its own.
 */
@NullMarked
package dev.duet.audio;

import org.jspecify.annotations.NullMarked;
