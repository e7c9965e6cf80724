/** Sound from and to WAV files, and tones. */
@NullMarked
package dev.duet.media.internal.wav;

import org.jspecify.annotations.NullMarked;
