/**
 * What a protocol stack and a media engine implement, and what they get from the runtime. Commands go down as method
 * calls without results, facts come up through listeners; there are no futures in between.
 *
 * <p>Threads: every command is called on the {@link dev.duet.spi.Loop} and must not block. Every listener method may
 * be called from any thread; the core moves it to the loop. Facts of one object are handled in the order in which they
 * were told.
 */
@NullMarked
package dev.duet.spi;

import org.jspecify.annotations.NullMarked;
