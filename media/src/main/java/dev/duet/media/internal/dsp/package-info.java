/** Signal processing on PCM: resampling, concealment, time scaling. Pure, for one thread each, without allocation. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.dsp;
