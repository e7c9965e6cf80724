package dev.duet.spi;

import java.util.concurrent.Executor;

/** What a runtime gives to its stacks and its media engine. */
public interface RuntimeContext {

    /** The loop: timers and the clock. */
    Loop loop();

    /** For what blocks: DNS, a library's blocking calls, files. Bounded; a task must end within seconds. */
    Executor blocking();
}
