package dev.duet.spi;

import dev.duet.model.CallTrace;

/** Takes what goes over the wire for one call, redacted. */
@FunctionalInterface
public interface TraceSink {

    /** A message left or came. From any thread. */
    void message(CallTrace.Message message);
}
