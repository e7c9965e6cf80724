/** The loop thread, serial queues and futures between the loop and the application. */
@NullMarked
package dev.duet.internal.loop;

import org.jspecify.annotations.NullMarked;
