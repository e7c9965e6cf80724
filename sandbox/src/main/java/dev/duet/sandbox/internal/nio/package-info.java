/** One selector, one thread, one list of timers. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.nio;
